package io.sluice.router.cooldown;

import java.util.OptionalLong;

/**
 * How one deployment rests.
 *
 * @param ownCooldownMillis {@code cooldown_time} of the deployment: beats all others; 0: it never rests
 * @param wildcard the entry serves any model that a caller names
 */
public record BreakerRules(CooldownSettings settings, OptionalLong ownCooldownMillis, boolean wildcard) {

    /** A quota may be used up for longer than a cooldown, but a deployment must not be lost for a day by one header. */
    static final long LONGEST_RETRY_AFTER_MILLIS = 3_600_000;

    /** Longest pause between two trials of a key that does not work. */
    static final long LONGEST_PERMANENT_MILLIS = 300_000;

    public static BreakerRules of(CooldownSettings settings) {
        return new BreakerRules(settings, OptionalLong.empty(), false);
    }

    boolean enabled() {
        return settings.enabled() && baseMillis() > 0;
    }

    /** Also how long a trial may keep others out. */
    long baseMillis() {
        return ownCooldownMillis.orElse(settings.cooldownMillis());
    }

    /**
     * LiteLLM's order: the deployment's own time, what the provider asks for, the router's.
     *
     * @param openings how many times in a row, this one included
     */
    long restMillis(Fault fault, FaultOwner owner, int openings) {
        if (ownCooldownMillis.isPresent()) {
            return ownCooldownMillis.getAsLong();
        }
        if (fault.retryAfterMillis() > 0) {
            return Math.min(fault.retryAfterMillis(), LONGEST_RETRY_AFTER_MILLIS);
        }
        if (!owner.permanent()) {
            return baseMillis();
        }
        long doubled = baseMillis() << Math.min(openings - 1, 16);
        return Math.max(baseMillis(), Math.min(doubled, LONGEST_PERMANENT_MILLIS));
    }
}
