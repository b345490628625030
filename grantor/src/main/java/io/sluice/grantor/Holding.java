package io.sluice.grantor;

import io.sluice.contracts.admission.GrantReply.Standing;
import java.util.List;

/**
 * What a holder of a slice was granted of one account, as running totals, and what the grantor last said of it. What is in use is the holder's to know;
 * {@code used + returned <= granted} at all times, but for costs that exceeded their bound. Times are monotonic milliseconds. Not thread-safe.
 */
public final class Holding {

    private static final Standing NOTHING = new Standing("", 0, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, List.of(), 0);

    private long granted;
    private long returned;
    private Standing standing = NOTHING;
    private long usableUntil = Long.MIN_VALUE;
    private long lastSent = Long.MIN_VALUE / 2;
    private long unansweredSince = Long.MAX_VALUE;

    public long granted() {
        return granted;
    }

    public long returned() {
        return returned;
    }

    /** @param used spent, reserved or held by calls */
    public long free(long used) {
        return granted - returned - used;
    }

    public void giveBack(long amount) {
        returned += amount;
    }

    /** Beyond what the grantor gave: it is told of it. */
    public void more(long amount) {
        granted += amount;
    }

    /** A new minute, of which nothing is granted yet. */
    public void startAnew() {
        granted = 0;
        returned = 0;
    }

    /** What the grantor said last; before it said anything, that there is nothing. */
    public Standing standing() {
        return standing;
    }

    /** Until when what was granted may be used without hearing more. */
    public long usableUntil() {
        return usableUntil;
    }

    public void sent(long now) {
        lastSent = now;
    }

    public long lastSent() {
        return lastSent;
    }

    public void answered(Standing answer, long sentAt) {
        standing = answer;
        granted = Math.max(granted, answer.granted());
        usableUntil = sentAt + answer.usableMillis();
        unansweredSince = Long.MAX_VALUE;
    }

    public void unanswered(long now) {
        unansweredSince = Math.min(unansweredSince, now);
    }

    /** {@link Long#MAX_VALUE}: the last report was answered. */
    public long unansweredSince() {
        return unansweredSince;
    }

    public boolean isUnanswered() {
        return unansweredSince != Long.MAX_VALUE;
    }
}
