package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import java.util.Map;

/** Cohere's embeddings: docs.cohere.com/reference/embed (seen 2026-11-26). */
public final class CohereEmbed implements PlainDialect {

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        return request.translated(ChatAddress.of(call.target(), "embeddings"), body(request.tree()));
    }

    /** The same on Bedrock, which names the model elsewhere. */
    public static ObjectNode body(ObjectNode body) {
        var texts = body.arrayNode();
        Vectors.texts(body).forEach(texts::add);
        body.remove("input");
        body.set("texts", texts);
        if (!body.has("input_type")) {
            body.put("input_type", "search_document");
        }
        JsonNode format = body.remove("encoding_format");
        if (format != null) {
            body.putArray("embedding_types").add(format);
        }
        JsonNode dimensions = body.remove("dimensions");
        if (dimensions != null) {
            body.set("output_dimension", dimensions);
        }
        return body;
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        long tokens = Vectors.count(answer.path("meta").path("billed_units").path("input_tokens"));
        asked.remove("encoding_format"); // Cohere was asked for it
        PlainAnswer written = Vectors.answer(vectors(answer), tokens, asked, call);
        if (tokens >= 0) {
            written.body()
                    .withObject("/usage")
                    .putObject("prompt_tokens_details")
                    .put("text_tokens", tokens);
        }
        return written;
    }

    /** A list, or one by each type that was asked for. */
    public static Iterable<JsonNode> vectors(JsonNode answer) {
        JsonNode embeddings = answer.path("embeddings");
        return embeddings.isObject() && !embeddings.isEmpty()
                ? embeddings.elements().next()
                : embeddings;
    }
}
