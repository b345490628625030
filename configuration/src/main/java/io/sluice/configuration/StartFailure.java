package io.sluice.configuration;

import java.io.PrintStream;
import java.net.BindException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the person at the terminal why a start failed: one sentence for what that person can mend, everything for what only we can. */
public final class StartFailure {

    private StartFailure() {}

    public static void print(Throwable failure, PrintStream err) {
        sentence(failure).ifPresentOrElse(sentence -> err.println("Sluice cannot start: " + sentence), () -> {
            err.println("Sluice cannot start, and this should not happen. Please report it with these lines:");
            failure.printStackTrace(err);
        });
    }

    static Optional<String> sentence(Throwable failure) {
        return causes(failure).stream()
                .map(cause -> switch (cause) {
                    case StartException start -> start.getMessage();
                    case BindException bind ->
                        "its port cannot be used (" + bind.getMessage() + "). Give it another one with PORT or --port.";
                    case SQLException sql -> "PostgreSQL says: " + firstLine(sql) + ". Look at DATABASE_URL.";
                    default -> "";
                })
                .filter(sentence -> !sentence.isEmpty())
                .findFirst();
    }

    private static String firstLine(SQLException fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }

    /** Outermost first; also those that were suppressed, since frameworks start things in parallel. */
    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        collect(failure, causes);
        return causes;
    }

    private static void collect(@Nullable Throwable failure, List<Throwable> causes) {
        if (failure == null || causes.contains(failure)) {
            return;
        }
        causes.add(failure);
        collect(failure.getCause(), causes);
        for (Throwable suppressed : failure.getSuppressed()) {
            collect(suppressed, causes);
        }
    }
}
