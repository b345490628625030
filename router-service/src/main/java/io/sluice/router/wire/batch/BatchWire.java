package io.sluice.router.wire.batch;

import io.sluice.contracts.routing.RouteCodec;
import io.sluice.router.catalog.EndpointSpec;
import io.sluice.router.tokens.Vocabulary;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Steps of batches at providers that have a protocol of their own for them. */
public final class BatchWire implements Wire {

    private static final Map<String, BatchWire> WIRES = Map.of(
            "anthropic-batches", new BatchWire(new AnthropicBatches()),
            "gemini-batches", new BatchWire(new GeminiBatches()),
            "mistral-batches", new BatchWire(new MistralBatches()));

    private final BatchProtocol protocol;

    private BatchWire(BatchProtocol protocol) {
        this.protocol = protocol;
    }

    /** For a call that is such a step; empty for any other. */
    public static Optional<Wire> of(WireCall call) {
        if (!call.request().headers().containsKey(RouteCodec.BATCH_STEP_HEADER)) {
            return Optional.empty();
        }
        EndpointSpec batches = call.target().provider().profile().endpoints().get("batches");
        return Optional.ofNullable(batches).map(spec -> WIRES.get(spec.wire()));
    }

    /** Lines are translated on a thread of their own: there may be thousands. */
    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        BatchCall batch = BatchCall.of(call);
        if (batch.step().fetches()) {
            return Vocabulary.prepare()
                    .thenApply(ready -> protocol.encode(batch)); // thoughts are counted in what comes
        }
        return call.request().files().isEmpty()
                ? CompletableFuture.completedStage(protocol.encode(batch))
                : CompletableFuture.supplyAsync(() -> protocol.encode(batch), Thread::startVirtualThread);
    }

    @Override
    public AnswerReader reader(WireCall call) {
        BatchCall batch = BatchCall.of(call);
        return switch (batch.step()) {
            case UPLOAD -> new BatchObjectReader(call, protocol::uploaded);
            case CREATE, LOOK, CANCEL -> new BatchObjectReader(call, protocol::batch);
            case OUTPUT, ERRORS -> new TranslatedResults(protocol, batch);
        };
    }

    /** The output file of a batch in OpenAI's own words. */
    public static AnswerReader passed(WireCall call) {
        return new PassedResults(call);
    }
}
