package io.sluice.contracts.admission;

/**
 * Times of a grantor, in milliseconds.
 *
 * @param lease how long a gateway may reserve from a slice without renewing it; what it carries through an outage of Redis
 * @param grace how much later its slice counts as lost and is settled at its full amount; covers the drift of clocks
 * @param freshHold how long a grantor without any memory waits before its first grant, so that gateways that know an older epoch
 *     can speak up; longer than their heartbeat
 */
public record LeaseTerms(long lease, long grace, long freshHold) {

    /** One process: a grantor that is gone took its only gateway with it. */
    public static final LeaseTerms IN_PROCESS = new LeaseTerms(10_000, 2_000, 0);

    public static final LeaseTerms SHARED = new LeaseTerms(10_000, 2_000, 1_000);

    /** After this time from the loss of its memory nobody reserves from a slice of the older epoch. */
    public long fullHold() {
        return lease + grace;
    }
}
