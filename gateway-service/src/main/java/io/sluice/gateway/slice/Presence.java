package io.sluice.gateway.slice;

import io.sluice.contracts.admission.GatewayRoster;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.SpendBook.Member;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This gateway on the {@link GatewayRoster}: what it told, and what the absence of others proves. Times of the books are never compared
 * with our own; only lengths of time are. Guarded by the admission's lock.
 */
final class Presence {

    static final long BEAT_MILLIS = 500;

    private static final long MARGIN_MILLIS = 20;
    /** The clocks that lengths of time were measured with may each run a hundredth too fast or too slow. */
    private static final long MARGIN_PART = 20;

    private static final long GAP_MILLIS = 10_000;

    private final boolean alone;
    private final GrantTerms terms;
    private @Nullable Instant booksClock;
    private long booksClockSeenAt;
    private long steadySince;

    Presence(Optional<GatewayRoster> roster, GrantTerms terms) {
        this.alone = roster.isEmpty();
        this.terms = terms;
    }

    /** Whether the books know of this gateway: before they do, it must not hold anything. */
    boolean isKnown() {
        return alone || booksClock != null;
    }

    /** @param clock of the books, some time between the question and {@code now} */
    void answered(Instant clock, long now) {
        if (booksClock == null || now - booksClockSeenAt > GAP_MILLIS) {
            steadySince = now;
        }
        booksClock = clock;
        booksClockSeenAt = now;
    }

    /**
     * A moment on the books' clock that is not after {@code moment} on ours; null when there is none.
     *
     * @param moment {@link Long#MIN_VALUE}: never
     */
    @Nullable
    Instant onBooksClock(long moment) {
        Instant seen = booksClock;
        return seen == null || moment == Long.MIN_VALUE ? null : seen.plusMillis(moment - booksClockSeenAt);
    }

    /**
     * Whether every other gateway has told the grantor all that it holds within the last {@code millis}, but for those that are lost.
     */
    boolean allTold(List<Member> others, long millis, long now) {
        return alone || others.stream().allMatch(member -> isWithin(millis, member) || isLost(member, now));
    }

    /** Whether it told everything within the last {@code millis}. */
    static boolean isWithin(long millis, Member member) {
        return member.silentMillis() + MARGIN_MILLIS + millis / MARGIN_PART < millis;
    }

    /**
     * A gateway that the books have not heard of for long has stopped to use its slices. When we could not reach the books ourselves, their
     * not hearing of it proves nothing.
     */
    boolean isLost(Member member, long now) {
        boolean steady = booksClock != null && now - steadySince >= terms.lostAfter();
        return steady && member.silentMillis() >= terms.lostAfter();
    }
}
