package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.routing.Protocol;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.JsonCall;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.Wires;
import java.io.IOException;
import java.util.concurrent.CompletionException;

/** Lines as calls of their own, through the wire that such a call takes. Nothing is fetched for them: a picture has to be one that the provider fetches. */
final class LineTranslator {

    /**
     * A line of an input file.
     *
     * @param body without what asks for a stream
     */
    record Line(String customId, ObjectNode body) {}

    private final BatchCall batch;
    private final Protocol protocol;
    private final Wire wire;

    LineTranslator(BatchCall batch) {
        this.batch = batch;
        this.protocol = batch.protocol();
        this.wire = Wires.of(protocol, batch.target())
                .orElseThrow(() -> new UnsupportedRequestException(
                        "The provider " + batch.target().provider().name() + " does not offer " + protocol.endpoint(),
                        "endpoint"));
    }

    /** @throws UnsupportedRequestException for what is no line, or none of this batch */
    Line read(byte[] bytes) {
        JsonNode line;
        try {
            line = SeamJson.MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UnsupportedRequestException("it is no JSON");
        }
        if (!(line.path("body") instanceof ObjectNode body)
                || !line.path("custom_id").isTextual()) {
            throw new UnsupportedRequestException("it needs a custom_id and a body");
        }
        if (!body.path("model").asText("").equals(batch.model())) {
            throw new UnsupportedRequestException(
                    "it names another model than '" + batch.model() + "'; a batch has one");
        }
        body.remove("stream");
        body.remove("stream_options");
        return new Line(line.path("custom_id").asText(), body);
    }

    /** @throws UnsupportedRequestException when the provider cannot take it */
    UpstreamRequest encode(Line line) {
        try {
            return wire.encode(call(line)).toCompletableFuture().join();
        } catch (PreparationException e) {
            throw new UnsupportedRequestException(e.failure().message());
        } catch (CompletionException e) {
            throw e.getCause() instanceof PreparationException cause
                    ? new UnsupportedRequestException(cause.failure().message())
                    : e.getCause() instanceof UnsupportedRequestException cause ? cause : e;
        }
    }

    /** Reads what was answered to the line. */
    AnswerReader reader(Line line) {
        return wire.reader(call(line));
    }

    private WireCall call(Line line) {
        return new WireCall(
                batch.target(),
                JsonCall.of(batch.call().request(), protocol, line.body()),
                line.body().path("model").asText(""));
    }
}
