package io.sluice.router.wire.batch;

import io.sluice.contracts.batches.BatchStep;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.WireCall;
import java.util.Map;

/** A call that is a step of a batch. */
record BatchCall(WireCall call, BatchStep step) {

    /** What lines may call where they are translated. */
    private static final Map<String, Protocol> PROTOCOLS = Map.of(
            "/v1/chat/completions", Protocol.OPENAI_CHAT,
            "/v1/completions", Protocol.OPENAI_COMPLETIONS,
            "/v1/responses", Protocol.OPENAI_RESPONSES,
            "/v1/embeddings", Protocol.OPENAI_EMBEDDINGS,
            "/v1/moderations", Protocol.OPENAI_MODERATIONS,
            "/v1/messages", Protocol.ANTHROPIC_MESSAGES);

    static BatchCall of(WireCall call) {
        return new BatchCall(
                call, BatchStep.valueOf(call.request().headers().getOrDefault(RouteCodec.BATCH_STEP_HEADER, "")));
    }

    /** At the provider, of the batch or of the file. */
    String id() {
        return header(RouteCodec.BATCH_ID_HEADER);
    }

    Target target() {
        return call.target();
    }

    /** The one model of all lines. */
    String model() {
        return call.target().providerModel();
    }

    /** In which lines are written and read. */
    Protocol protocol() {
        String endpoint = header(RouteCodec.BATCH_ENDPOINT_HEADER);
        Protocol protocol = PROTOCOLS.get(endpoint);
        if (protocol == null) {
            throw new UnsupportedRequestException(
                    "The provider " + target().provider().name() + " runs no batches of " + endpoint, "endpoint");
        }
        return protocol;
    }

    InputFile input() {
        RouteRequest request = call.request();
        if (request.files().isEmpty()) {
            throw new IllegalStateException("a batch without its input file");
        }
        return new InputFile(request.files().getFirst().content());
    }

    private String header(String name) {
        return call.request().headers().getOrDefault(name, "");
    }
}
