package io.sluice.contracts.batches;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Batches that providers run, for gateways that look after them. Directly in the standalone, over HTTP in the suite. Never blocks. */
public interface ProviderBatches {

    /** Long enough for the largest file. A gateway that dies leaves its batch alone for that long. */
    long LEASE_SECONDS = 900;

    /** One that is due, for this gateway alone. */
    CompletionStage<Optional<ProviderBatch>> claim();

    /** The fence before the provider is asked to make it: true once. */
    CompletionStage<Boolean> submit(String id, String model);

    /** Ends the lease. */
    CompletionStage<Void> told(String id, ProviderNews news);
}
