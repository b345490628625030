package io.sluice.contracts.batches;

import org.jspecify.annotations.Nullable;

/**
 * A batch that its provider runs, and that one gateway looks after for the time of a lease.
 *
 * @param keyHash of the key that made it
 * @param admin it was made with the master key
 * @param provider one of {@link BatchHost}
 * @param model of its lines, in the provider's words; null until it was submitted
 * @param remoteId its id there; null until it is known
 * @param submitted the provider was asked to make it
 * @param outputFileId of our files: its result was fetched already; null otherwise
 * @param ageSeconds since it was made
 * @param outputSeconds how long result files are kept; 0: as all files
 */
public record ProviderBatch(
        String id,
        String owner,
        String keyHash,
        boolean admin,
        String provider,
        String status,
        String endpoint,
        String inputFileId,
        String window,
        @Nullable String model,
        @Nullable String remoteId,
        boolean submitted,
        @Nullable String outputFileId,
        long ageSeconds,
        long outputSeconds) {}
