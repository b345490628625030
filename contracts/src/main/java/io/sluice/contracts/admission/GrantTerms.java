package io.sluice.contracts.admission;

/**
 * Times of a grantor, in milliseconds.
 *
 * @param lease how long calls in flight count, and free slots may be used, without a report
 * @param grace how much later the grantor stops to count them; covers the drift of clocks
 * @param moneySlice how long a slice of money may be used without a report: what it carries through an outage of Redis
 * @param lostAfter when a gateway that neither grantor nor books hear of counts as lost, and its slices as spent in full; longer than
 *     {@code moneySlice} and a call
 * @param silentAfter when the others are told of a gateway that does not report; longer than the slowest heartbeat
 */
public record GrantTerms(long lease, long grace, long moneySlice, long lostAfter, long silentAfter) {

    public static final GrantTerms DEFAULT = new GrantTerms(10_000, 2_000, 45_000, 60_000, 2_000);

    /** A grantor that has not answered by then is away. */
    public static final long ANSWER_MILLIS = 1_000;
}
