package io.sluice.contracts.batches;

import org.jspecify.annotations.Nullable;

/**
 * What is known now of a batch that its provider runs.
 *
 * @param status as clients see it
 * @param remoteId null: as before
 * @param outputFileId of our files
 * @param errorFileId of our files
 * @param errors JSON array of what is wrong with the batch, or null
 * @param nextMillis when to look again
 * @param notMade the provider was asked to make it and certainly did not: it may be asked again
 */
public record ProviderNews(
        String status,
        @Nullable String remoteId,
        int total,
        int completed,
        int failed,
        @Nullable String outputFileId,
        @Nullable String errorFileId,
        @Nullable String errors,
        long nextMillis,
        boolean notMade) {

    /** Before the provider heard of it. */
    public static ProviderNews cancelled() {
        return new ProviderNews("cancelled", null, 0, 0, 0, null, null, null, 0, false);
    }

    public static ProviderNews failed(String errors) {
        return new ProviderNews("failed", null, 0, 0, 0, null, null, errors, 0, false);
    }

    /** Nothing new. */
    public static ProviderNews later(ProviderBatch batch, long millis) {
        return new ProviderNews(batch.status(), null, 0, 0, 0, null, null, null, millis, false);
    }

    /** The provider has no room for it now. */
    public static ProviderNews notMade(ProviderBatch batch, long millis) {
        return new ProviderNews(batch.status(), null, 0, 0, 0, null, null, null, millis, true);
    }
}
