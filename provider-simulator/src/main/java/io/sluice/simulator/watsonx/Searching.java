package io.sluice.simulator.watsonx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Relevance;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Embeddings and reranking. Source: cloud.ibm.com/apidocs/watsonx-ai#text-embeddings and #text-rerank. */
final class Searching {

    private static final int DIMENSIONS = 768;

    private Searching() {}

    static Reply embeddings(Call call) {
        List<String> inputs = Messages.strings(call.body().path("inputs"));
        ObjectNode json = head(call);
        ArrayNode results = json.putArray("results");
        inputs.forEach(input -> results.addObject().set("embedding", Vectors.json(input, DIMENSIONS)));
        return counted(call, json, inputs.stream().mapToLong(TokenCount::of).sum());
    }

    static Reply rerank(Call call) {
        JsonNode body = call.body();
        List<String> texts = new ArrayList<>();
        body.path("inputs").forEach(input -> texts.add(input.path("text").asText("")));
        JsonNode options = body.path("parameters").path("return_options");
        String query = body.path("query").asText("");
        ObjectNode json = head(call);
        ArrayNode results = json.putArray("results");
        Relevance.of(query, texts).stream()
                .limit(options.path("top_n").asInt(texts.size()))
                .forEach(ranked -> {
                    ObjectNode result =
                            results.addObject().put("index", ranked.index()).put("score", ranked.score());
                    if (options.path("inputs").asBoolean()) {
                        result.putObject("input").put("text", texts.get(ranked.index()));
                    }
                });
        long asked = (long) TokenCount.of(query) * texts.size();
        return counted(
                call, json, asked + texts.stream().mapToLong(TokenCount::of).sum());
    }

    private static ObjectNode head(Call call) {
        return Json.object()
                .put("model_id", call.body().path("model_id").asText(""))
                .put("created_at", Instant.now().toString());
    }

    private static Reply counted(Call call, ObjectNode json, long tokens) {
        Usage produced = new Usage(tokens, 0);
        Usage told = call.shape().usage().tell(produced);
        if (told != null) {
            json.put("input_token_count", told.prompt());
        }
        return Reply.json(200, json, told, produced);
    }
}
