package io.sluice.it.harness;

import java.time.Duration;

/** Waits for what comes by itself, with more patience than any machine needs. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Eventually() {}

    /** Runs the assertion until it holds; its last failure is thrown when it never does. */
    public static void holds(Runnable assertion) {
        holdsWithin(PATIENCE, assertion);
    }

    /** The same for a time that Sluice promises. */
    public static void holdsWithin(Duration promised, Runnable assertion) {
        long end = System.nanoTime() + promised.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                sleep(Duration.ofMillis(100));
            }
        }
    }

    public static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
