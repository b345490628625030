package io.sluice.gateway.journal;

import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.routing.Attempt;
import java.util.List;

/**
 * What this gateway writes down about money before and after it is spent, and keeps until the ledger holds it. Thread-safe; nothing
 * here waits for a disk or a network.
 */
public interface UsageJournal extends AutoCloseable {

    /**
     * Records that a call is about to reach a provider. If its end never comes, it is settled at its bound.
     *
     * @throws JournalFullException when there is no room: the call must not be made
     */
    OpenCall begin(CallEntry call);

    /**
     * Nano-dollars that were settled here and that the ledger is not known to hold, charged to a scope's budget window. A cost is counted
     * from {@link OpenCall#end} (or from the recovery after a crash) until the ledger said that it holds it; it may be in both for a
     * moment, never in neither.
     *
     * @param windowStart epoch milliseconds
     */
    long unconfirmed(Scope scope, long windowStart);

    /** The budget windows for which {@link #unconfirmed} is not zero. */
    List<Charged> charged();

    /** Whether the ledger is known to hold all that was ever settled here. Calls that run are no part of it. */
    boolean isConfirmed();

    /** Hands over what is there, within seconds, and lets go of the files. Calls that never ended are settled at the next start. */
    @Override
    void close();

    /**
     * A budget window that something was charged to.
     *
     * @param windowStart epoch milliseconds
     */
    record Charged(Scope scope, long windowStart) {}

    /** A call between its begin and its end. */
    interface OpenCall {

        /** One attempt ended and another follows: after a crash its cost is known. */
        void attempted(Attempt finished);

        /**
         * The call ended; its attempts are for the ledger from here on. Exactly once.
         *
         * @param clientStatus HTTP status that the client saw, 0 when it saw none
         * @param attempts all of them, those of {@link #attempted} too; none: no provider was called
         */
        void end(int clientStatus, List<Attempt> attempts);
    }
}
