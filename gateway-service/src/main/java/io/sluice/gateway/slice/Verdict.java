package io.sluice.gateway.slice;

import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.contracts.admission.Holder;
import io.sluice.contracts.admission.Meter;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.CostBound;
import io.sluice.gateway.admission.Limit;
import org.jspecify.annotations.Nullable;

/** What a call is told that does not fit into a slice. Guarded by the admission's lock. */
final class Verdict {

    private static final long SECOND = 1_000;

    private Verdict() {}

    /**
     * Whether a waiting call can be refused for good reason now: it would not fit if everything that others hold came back, or everybody
     * who holds something has spoken since the call came, and it does not fit.
     */
    static boolean refuses(Slice slice, Waiter waiter) {
        if (!slice.isOpen()) {
            return false;
        }
        if (!mayFitLater(slice, waiter)) {
            return true;
        }
        return obstacle(slice, waiter) == null
                && waiter.amount
                        > CostBound.plus(slice.available(), slice.standing().othersFree());
    }

    /** Why nothing can be said yet; null: nothing stands in the way but the limit. */
    static @Nullable String obstacle(Slice slice, Waiter waiter) {
        Standing standing = slice.standing();
        long uncertain = standing.uncertain();
        boolean everyoneSpoke = waiter.isHeardBy(standing.oldestReport());
        for (Holder silent : standing.silent()) {
            if (slice.books.isLost(silent)) {
                uncertain -= silent.uncertain();
            } else {
                everyoneSpoke &= silent.outstanding() == 0;
            }
        }
        if (standing.doubt() || uncertain > 0) {
            return "what was spent of it is being counted anew";
        }
        return everyoneSpoke ? null : "another gateway that holds a part of it does not answer";
    }

    /** Slices of lost gateways: taken as spent in full. */
    private static long lost(Slice slice) {
        long lost = 0;
        for (Holder silent : slice.standing().silent()) {
            lost += slice.books.isLost(silent) ? silent.outstanding() : 0;
        }
        return lost;
    }

    private static boolean mayFitLater(Slice slice, Waiter waiter) {
        return !slice.isStopped() && waiter.amount <= slice.limit().grantLimit() - slice.settledAtLeast() - lost(slice);
    }

    /** What is said to be spent is what is known for certain: a cost that may be counted twice refuses nobody, and would be shown until the next look. */
    static AdmissionDecision.Refused refusal(Slice slice, Waiter waiter, long now, long wall) {
        Limit limit = slice.limit();
        long lost = lost(slice);
        return new AdmissionDecision.Refused(
                slice.account.scope(),
                slice.account.meter(),
                slice.settledAtLeast() + lost + limit.openingBalance(),
                slice.held() - lost,
                limit.amount(),
                waiter.amount,
                retryAfter(slice, waiter, now, wall));
    }

    private static long retryAfter(Slice slice, Waiter waiter, long now, long wall) {
        Limit limit = slice.limit();
        if (waiter.amount > limit.grantLimit()) {
            return AdmissionDecision.Refused.NEVER;
        }
        if (limit.meter().isRate()) {
            return seconds(slice.usableUntil() - now);
        }
        if (limit.meter() == Meter.PARALLEL || mayFitLater(slice, waiter)) {
            return 1;
        }
        return limit.windowEnd() == Long.MAX_VALUE
                ? AdmissionDecision.Refused.NEVER
                : seconds(limit.windowEnd() - wall);
    }

    private static long seconds(long millis) {
        return Math.max(1, Math.ceilDiv(Math.max(0, millis), SECOND));
    }
}
