package io.sluice.router.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The place of one call in a {@link Line}. What it holds is guarded by the line's lock. */
public final class Spot {

    /** Why a wait was in vain. */
    public enum End {
        FULL("the queue is full"),
        LATE("nothing came free in time");

        private final String says;

        End(String says) {
            this.says = says;
        }

        /** Half a sentence for people. */
        public String says() {
            return says;
        }
    }

    final Line line;
    final Object wants;
    final Wish wish;
    final long since;
    final long until;
    long number;
    boolean standing;

    @Nullable
    End end;

    @Nullable
    Runnable wake;

    /**
     * Stands nowhere before {@link #await}.
     *
     * @param wants equal for calls that wait for the same deployments: where one of them finds nothing, no other does
     * @param until the end of its patience, milliseconds
     */
    public Spot(Line line, Object wants, Wish wish, long now, long until) {
        this.line = line;
        this.wants = wants;
        this.wish = wish;
        this.since = now;
        this.until = until;
    }

    /**
     * Steps into the line; or, when it was this call's turn and nothing was to be had, lets the others try.
     *
     * @param wake called on any thread and perhaps before this returns: when it is this call's turn, and when its wait is in vain, which may be while
     *     it has its turn
     */
    public void await(Runnable wake) {
        line.await(this, wake);
    }

    /** Why there is nothing to wait for any more; empty: it is its turn. */
    public Optional<End> end() {
        return line.endOf(this);
    }

    /** The call takes place: it has used up what it asked for of its owner's share. */
    public void served(long now) {
        line.leave(this, true, now);
    }

    /** The call waits no longer. */
    public void leave(long now) {
        line.leave(this, false, now);
    }

    /** Since when it has been waiting. */
    public long since() {
        return since;
    }
}
