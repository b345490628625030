package io.sluice.contracts.admission;

import java.util.List;

/**
 * The grantor's answer.
 *
 * @param sequence of the call that is answered
 * @param epoch changes when the grantor lost its memory
 * @param now the grantor's clock, epoch milliseconds
 * @param leaseMillis how long a slice may be used, counted from the moment the call was sent
 * @param holding true while nothing is granted because slices of an older epoch may still be in use
 * @param accounts one for each of the call, in its order
 */
public record GrantReply(
        long sequence, String epoch, long now, long leaseMillis, boolean holding, List<Account> accounts) {

    /**
     * @param needsBooks nothing was done: the account has to be joined with a {@link GrantCall.BooksPair}
     * @param granted running total of the gateway's lease
     * @param settled spent by all gateways, slices of vanished gateways included at their full amount
     * @param others outstanding slices of the other gateways
     * @param remaining what could still be granted
     * @param oldestReport when the longest silent of the others that hold a slice reported; {@code now} when nobody else holds one
     * @param recall another gateway waits: give back what is free
     * @param base the ledger's sum that {@code settled} builds on
     * @param windowId the window that {@code granted} belongs to
     * @param windowLeftMillis time until the window ends; {@link Long#MAX_VALUE} when the grantor keeps none
     */
    public record Account(
            boolean needsBooks,
            long granted,
            long settled,
            long others,
            long remaining,
            long oldestReport,
            boolean recall,
            long base,
            long windowId,
            long windowLeftMillis) {

        public static final Account NEEDS_BOOKS = new Account(true, 0, 0, 0, 0, 0, false, 0, 0, Long.MAX_VALUE);
    }
}
