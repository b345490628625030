package io.sluice.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Usage;

/** Embeddings of AI Studio, one or many. The answer names no usage. Source: ai.google.dev/api/embeddings. */
final class Embedding {

    private static final int DIMENSIONS = 3_072;

    private Embedding() {}

    static Reply one(Call call) {
        ObjectNode json = Json.object();
        json.set("embedding", embedding(call.body()));
        return Reply.json(200, json, null, new Usage(tokens(call.body()), 0));
    }

    static Reply many(Call call) {
        ObjectNode json = Json.object();
        ArrayNode embeddings = json.putArray("embeddings");
        long tokens = 0;
        for (JsonNode request : call.body().path("requests")) {
            embeddings.add(embedding(request));
            tokens += tokens(request);
        }
        return embeddings.isEmpty()
                ? new GoogleError(400, "* BatchEmbedContentsRequest.requests: empty").reply(call)
                : Reply.json(200, json, null, new Usage(tokens, 0));
    }

    private static ObjectNode embedding(JsonNode request) {
        int dimensions = GeminiRequest.get(request, "outputDimensionality", "output_dimensionality")
                .asInt(DIMENSIONS);
        ObjectNode embedding = Json.object();
        embedding.set("values", Vectors.json(text(request), Math.max(1, dimensions)));
        return embedding;
    }

    private static String text(JsonNode request) {
        return Messages.text(request.path("content").path("parts"));
    }

    private static long tokens(JsonNode request) {
        return Math.max(1, TokenCount.of(text(request)));
    }
}
