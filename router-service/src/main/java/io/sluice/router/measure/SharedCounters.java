package io.sluice.router.measure;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Counters that all routers of an installation add up, by window (a minute, a day). A router tells its running total, never an
 * increment, so that a message that is lost or comes twice changes nothing. Thread-safe.
 */
public interface SharedCounters {

    /**
     * Tells this router's totals of a window and gets the sums over all routers.
     *
     * @param window name of the window; totals of another window are not touched
     * @param lifeMillis how long the window has to be remembered from now
     * @param mine this router's totals so far; may leave out what did not change, and never sinks
     * @return sums over all routers, {@code mine} included; fails when the store cannot be reached
     */
    CompletionStage<Map<String, Long>> exchange(String window, long lifeMillis, Map<String, Long> mine);
}
