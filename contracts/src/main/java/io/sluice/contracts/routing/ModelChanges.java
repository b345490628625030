package io.sluice.contracts.routing;

import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/** Tells routers that stored models changed. Best effort: routers also ask from time to time. Thread-safe. */
public interface ModelChanges {

    /** Answers of the management API name the revision in this header; gateways take it away when they know of it. */
    String REVISION_HEADER = "x-sluice-models-revision";

    /** Never blocks and never fails. Completes when the router of this process has taken the change up; other routers may take longer. */
    CompletionStage<Void> publish(long revision);

    /** @param listener completes its answer when the change is in force */
    void subscribe(LongFunction<CompletionStage<Void>> listener);
}
