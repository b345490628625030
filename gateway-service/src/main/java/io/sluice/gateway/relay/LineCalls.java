package io.sluice.gateway.relay;

import io.sluice.contracts.batches.BatchLine;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.gateway.batches.LineOutcome;
import io.sluice.gateway.batches.LineRunner;
import io.sluice.gateway.routes.Route;
import io.sluice.gateway.routes.Surface;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lines of batches as calls like any other. Stateless. */
public final class LineCalls implements LineRunner {

    private final InferenceEndpoint.Environment environment;
    private final Map<String, String> headers;

    /** @param batchRates lines cost what the price list says for batches */
    public LineCalls(InferenceEndpoint.Environment environment, boolean batchRates) {
        this.environment = environment;
        this.headers = batchRates ? Map.of(RouteCodec.BATCH_RATES_HEADER, "1") : Map.of();
    }

    @Override
    public CompletionStage<LineOutcome> run(
            BatchLine line, Caller caller, Route route, Supplier<CompletionStage<Boolean>> fence) {
        if (!(route.answerer() instanceof Surface surface)) {
            throw new IllegalArgumentException("no line of a batch: " + route);
        }
        return new LineCall(environment, line, caller, surface, headers, fence).start();
    }
}
