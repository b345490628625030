package io.sluice.gateway.journal;

/** How far the events of one segment are on their way. For the shipper's thread. */
final class Shipment {

    private static final long FIRST_WAIT_MILLIS = 15_000;
    private static final int MOST_DOUBLINGS = 6;

    final Segment segment;

    /** Place up to which events were handed over, and their number. */
    int handed;

    long handedEvents;

    /** Place up to which the ledger holds the events, and their number. */
    int confirmed;

    long confirmedEvents;

    /** The most events that were ever sent, whether or not the books said that they took them. */
    private long sentEvents;

    private long doubtAt;
    private int resends;

    Shipment(Segment segment) {
        this.segment = segment;
        this.handed = Segment.FIRST;
        this.confirmed = Segment.FIRST;
    }

    boolean isConfirmed() {
        return confirmed == handed;
    }

    /**
     * Whether the number of committed events says which they are: only while every event that may have reached the books is one of those that
     * were handed over. An event of a batch that failed could stand in for a lost one.
     */
    boolean isAskable() {
        return !isConfirmed() && handedEvents >= sentEvents;
    }

    void sending(int events) {
        sentEvents = Math.max(sentEvents, handedEvents + events);
    }

    void handedOver(int to, int events, long now) {
        sending(events);
        handed = to;
        handedEvents += events;
        doubtAt = now + wait(resends);
        if (confirmedEvents == handedEvents) {
            confirmed = handed;
        }
    }

    void confirm() {
        confirmed = handed;
        confirmedEvents = handedEvents;
        resends = 0;
    }

    /** The ledger has had time enough, and does not hold them. */
    boolean isInDoubt(long now) {
        return now >= doubtAt;
    }

    /** The books do not answer: that says nothing of the events. */
    void waitOn(long now) {
        doubtAt = Math.max(doubtAt, now + FIRST_WAIT_MILLIS);
    }

    /** Everything that is not confirmed goes once more. Returns the number of events. */
    long startAgain() {
        long again = handedEvents - confirmedEvents;
        handed = confirmed;
        handedEvents = confirmedEvents;
        resends++;
        return again;
    }

    private static long wait(int resends) {
        return FIRST_WAIT_MILLIS << Math.min(resends, MOST_DOUBLINGS);
    }
}
