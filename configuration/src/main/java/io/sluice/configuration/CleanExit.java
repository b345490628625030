package io.sluice.configuration;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process with a code of its own, also when a signal asked for the end: the JVM would answer a SIGTERM with 143 however well
 * everything was stopped, and would not wait for the main thread to stop it.
 */
public final class CleanExit {

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile int code;

    private CleanExit() {}

    /** From now on the process ends only after {@link #after}. */
    public static CleanExit install() {
        CleanExit exit = new CleanExit();
        Runtime.getRuntime().addShutdownHook(new Thread(exit::end, "exit code"));
        return exit;
    }

    /** Everything is stopped; ends the process if nobody has begun to. */
    private void with(int exitCode) {
        code = exitCode;
        stopped.countDown();
        System.exit(exitCode);
    }

    /** How Quarkus tells of its end: the code, and why a start failed. That is said, and ends with 1. */
    public void after(int exitCode, @Nullable Throwable failure) {
        if (failure != null) {
            StartFailure.print(failure, System.err);
        }
        with(failure == null ? exitCode : 1);
    }

    private void end() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }
}
