package io.sluice.router.measure;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Tells the fleet how many tokens this router used of each deployment in the minute, and learns what the others did, so that usage-based
 * routing sees the whole. To be called about once a second; what is used between two exchanges is unknown to the others. Limits do not
 * depend on it: see {@link io.sluice.router.limit.RouterLimits}.
 */
public final class UsageExchange {

    /** A window outlives its minute, for a router that is late. */
    private static final long LIFE_MILLIS = 180_000;

    private final Meters meters;
    private final SharedCounters counters;

    public UsageExchange(Meters meters, SharedCounters counters) {
        this.meters = meters;
        this.counters = counters;
    }

    /** Fails when the store cannot be reached: then each router goes on with its own counters. */
    public CompletionStage<Void> exchange(long nowMillis) {
        long minute = MinuteUsage.minuteOf(nowMillis);
        Map<String, Long> mine = meters.own(minute);
        return counters.exchange("usage:" + minute, LIFE_MILLIS, mine)
                .thenAccept(fleet -> meters.learn(minute, mine, fleet));
    }
}
