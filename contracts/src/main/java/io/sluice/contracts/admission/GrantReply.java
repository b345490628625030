package io.sluice.contracts.admission;

import java.util.List;

/**
 * The grantor's answer.
 *
 * @param answers one for each report of the call, in its order
 */
public record GrantReply(List<Answer> answers) {

    /** About one account. */
    public sealed interface Answer {}

    /** The part of the grantor that keeps this account was not reached in time. */
    public record Unanswered() implements Answer {

        public static final Unanswered INSTANCE = new Unanswered();
    }

    /**
     * How an account stands.
     *
     * @param life name of the account's life: another one whenever the grantor may have forgotten something of it (it was made
     *     new, or another Redis process answers than the one that wrote it last); empty when there is no account
     * @param now the grantor's clock, epoch milliseconds
     * @param doubt nothing is granted: gateways may hold slices that this life was not told of
     * @param granted running total of the gateway's lease
     * @param settled spent by all gateways; never less than it is
     * @param uncertain part of {@code settled} that may have been counted twice
     * @param base the ledger's sum that {@code settled} builds on
     * @param carry part of {@code uncertain} that an earlier incarnation of the gateway left
     * @param others outstanding slices of the other gateways
     * @param othersFree part of {@code others} that no call in flight held when they last reported
     * @param remaining what could still be granted
     * @param oldestReport when the first of the others reported that hold a slice and are not {@code silent}; {@code now} when there is none
     * @param recall another gateway waits: give back what is free
     * @param silent others that hold or count something and were not heard of for a while; the first fifty
     * @param usableMillis how long the slice may be used, counted from the moment the call was sent
     */
    public record Standing(
            String life,
            long now,
            boolean doubt,
            long granted,
            long settled,
            long uncertain,
            long base,
            long carry,
            long others,
            long othersFree,
            long remaining,
            long oldestReport,
            boolean recall,
            List<Holder> silent,
            long usableMillis)
            implements Answer {}
}
