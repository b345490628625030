package io.sluice.gateway.batches;

import io.sluice.contracts.batches.BatchLine;
import io.sluice.contracts.identity.Caller;
import io.sluice.gateway.routes.Route;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Makes one call of a line: admitted, journaled and billed as any other. Called and answered on one event loop. */
public interface LineRunner {

    /**
     * @param caller whose key made the batch
     * @param route of the line's endpoint
     * @param fence asked after admission, before the engine; when it says false, nobody is called
     */
    CompletionStage<LineOutcome> run(
            BatchLine line, Caller caller, Route route, Supplier<CompletionStage<Boolean>> fence);
}
