package io.sluice.gateway.journal;

/** What the shipper tells the metrics. Written by the shipper's thread, read by any. */
final class ShippingState {

    private volatile long shipped;
    private volatile long confirmed;
    private volatile long resent;
    private volatile long failures;
    private volatile long unshippedSinceMicros;

    void unshippedSince(long epochMicros) {
        unshippedSinceMicros = epochMicros;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void shipped(int events) {
        shipped += events;
        unshippedSinceMicros = 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void confirmed(long events) {
        confirmed += events;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void resent(long events) {
        resent += events;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void failed() {
        failures++;
    }

    long shipped() {
        return shipped;
    }

    /** Events that the ledger is known to hold. */
    long confirmed() {
        return confirmed;
    }

    long resent() {
        return resent;
    }

    long failures() {
        return failures;
    }

    /** When the oldest event of the batch under way ended; 0 when all was handed over. */
    long unshippedSinceMicros() {
        return unshippedSinceMicros;
    }
}
