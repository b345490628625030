package io.sluice.contracts.batches;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Batches that providers run, for gateways that look after them. Directly in the standalone, over HTTP in the suite. Never blocks. */
public interface ProviderBatches {

    /** A gateway that dies leaves its batch alone for that long. */
    long LEASE_SECONDS = 60;

    /** One that is due, for this gateway alone. */
    CompletionStage<Optional<ProviderBatch>> claim();

    /** The fence before the provider is asked to make it: true once. */
    CompletionStage<Boolean> submit(String id, String model);

    /** For looks that take longer: files are transferred. */
    CompletionStage<Void> renew(List<String> ids);

    /** Ends the lease. */
    CompletionStage<Void> told(String id, ProviderNews news);
}
