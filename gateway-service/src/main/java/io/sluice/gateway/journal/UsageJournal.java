package io.sluice.gateway.journal;

import io.sluice.contracts.usage.UsageEvent;
import java.util.List;

/**
 * The gateway's local append-only file: a begin record before a provider is called, end records before the answer ends. Appends are
 * memory copies into a mapped file: thread-safe, never block on I/O of their own, and survive a kill of the process.
 */
public interface UsageJournal {

    /**
     * Records that a call is about to reach a provider.
     *
     * @param atBound the event that stands for the call if it never ends: its bound, {@code UPPER_BOUND}
     * @return ticket for {@link #end}
     * @throws JournalFullException when the disk is full: refuse the call
     */
    long begin(UsageEvent atBound);

    /** Records the attempts of a call; they are shipped to the books from here on. Exactly once a ticket. */
    void end(long ticket, List<UsageEvent> attempts);

    /** Segment that events of this ticket belong to. */
    long segment(long ticket);
}
