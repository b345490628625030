package io.sluice.router.group;

import io.sluice.router.limit.Claim;
import io.sluice.router.queue.Spot;
import io.sluice.router.strategy.Verdict;
import java.util.Optional;

/** What a call does next. */
public sealed interface Step {

    /** Make this attempt now. */
    record Try(Ticket ticket, Why why) implements Step {}

    /** Wait for it, then call {@link GroupCall#again}. */
    sealed interface Pending extends Step {}

    record Wait(long millis) implements Pending {}

    /** A limit of a deployment has to be asked for: await news. */
    record Ask(Claim.Lacking lacking) implements Pending {}

    /** Everybody is at a limit, or others came first: await a turn in line. */
    record Queue(Spot spot) implements Pending {}

    /** Another attempt of this call is still under way: leave it to it. */
    record Stay() implements Step {}

    /** Nothing more in this group: the last failure stands, or a fallback follows. */
    record Over(Reason reason) implements Step {}

    /**
     * Nobody of the group may take the call.
     *
     * @param queue why it did not wait for one any longer; empty: it did not wait at all
     */
    record Nobody(Verdict why, long retryAfterMillis, Optional<Spot.End> queue) implements Step {

        public Nobody(Verdict why, long retryAfterMillis) {
            this(why, retryAfterMillis, Optional.empty());
        }
    }

    enum Why {
        FIRST,
        RETRY,

        /** The next {@code order}, which LiteLLM counts as a fallback and not as a retry. */
        ORDER,

        /** The one before could not be asked at all. */
        OTHER,
        HEDGE
    }

    enum Reason {
        /** Another attempt would fail in the same way. */
        FINAL,
        NO_RETRIES_LEFT,
        NO_BUDGET,

        /** The time limit of the call comes first, or the provider asks for too long a wait. */
        NO_TIME
    }
}
