package io.sluice.simulator;

import io.sluice.simulator.journal.JournalOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The simulator as a process: says where it is ready, runs until SIGTERM or SIGINT, and then exits with 0. */
@Command(
        name = "provider-simulator",
        mixinStandardHelpOptions = true,
        description = "Model providers that break on demand and keep a journal of all they saw.")
public final class SimulatorMain implements Callable<Integer> {

    enum JournalMode {
        full,
        counts
    }

    @Option(names = "--port", description = "port to listen on, 0 for a free one (default: ${DEFAULT-VALUE})")
    private int port = 4010;

    @Option(names = "--host", description = "address to listen on (default: ${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(names = "--event-loops", description = "threads (default: one for each processor)")
    private int eventLoops = Runtime.getRuntime().availableProcessors();

    @Option(names = "--no-keys", description = "answer calls without an API key too")
    private boolean noKeys;

    @Option(names = "--journal", description = "full, or counts for benchmarks (default: ${DEFAULT-VALUE})")
    private JournalMode mode = JournalMode.full;

    @Option(names = "--journal-size", description = "calls kept in memory (default: ${DEFAULT-VALUE})")
    private int size = JournalOptions.defaults().capacity();

    @Option(names = "--journal-body-limit", description = "bytes of a body shown (default: ${DEFAULT-VALUE})")
    private int bodyLimit = JournalOptions.defaults().bodyLimit();

    @Option(names = "--journal-file", description = "append one JSON line for each ended call to this file")
    private @Nullable Path file;

    /** Starts the simulator. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulatorMain()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        JournalOptions journal = new JournalOptions(mode == JournalMode.full, Math.max(1, size), bodyLimit, file);
        Simulator simulator =
                Simulator.start(new SimulatorOptions(host, port, Math.max(1, eventLoops), !noKeys, journal));
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            simulator.close();
            // a process that a signal ends would exit with 128 + its number
            Runtime.getRuntime().halt(0);
        }));
        System.out.println("Simulator is ready at " + simulator.url());
        System.out.flush();
        never.await();
        return 0;
    }
}
