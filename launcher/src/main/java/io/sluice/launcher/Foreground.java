package io.sluice.launcher;

import io.sluice.configuration.StartFailure;
import java.util.concurrent.atomic.AtomicInteger;

/** A program at the terminal that lives as long as its children: SIGTERM and Ctrl-C stop them all and end it with 0, anything else with 1. */
final class Foreground {

    /** Starts children. */
    interface Start {
        void in(Household household) throws InterruptedException;
    }

    private Foreground() {}

    static void run(Start start) {
        Household household = new Household();
        AtomicInteger exitCode = new AtomicInteger();
        Thread stop = new Thread(
                () -> {
                    household.close();
                    // a process that a signal ends would exit with 128 + its number
                    Runtime.getRuntime().halt(exitCode.get());
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            start.in(household);
            household.awaitEnd().ifPresent(ended -> {
                System.err.println("Sluice stops: " + ended.name() + " ended by itself with exit code "
                        + ended.exitValue() + ". Its last lines are above, or in the data folder.");
                end(1, exitCode);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!household.isClosed()) {
                StartFailure.print(e, System.err);
                end(1, exitCode);
            }
        }
    }

    private static void end(int code, AtomicInteger exitCode) {
        exitCode.set(code);
        System.exit(code);
    }
}
