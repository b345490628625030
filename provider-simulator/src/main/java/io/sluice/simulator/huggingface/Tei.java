package io.sluice.simulator.huggingface;

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
import java.util.List;

/**
 * Embeddings, reranking and likeness; what it took stands in headers alone. Source:
 * huggingface.github.io/text-embeddings-inference (OpenAPI).
 */
final class Tei {

    private static final int DIMENSIONS = 384;

    private Tei() {}

    static Reply embed(Call call) {
        List<String> inputs = Messages.strings(call.body().path("inputs"));
        if (inputs.isEmpty()) {
            return Reply.json(422, HuggingFace.error(422, "`inputs` cannot be empty"));
        }
        int dimensions = Math.max(1, call.body().path("dimensions").asInt(DIMENSIONS));
        ArrayNode vectors = Json.array();
        inputs.forEach(input -> vectors.add(Vectors.json(input, dimensions)));
        boolean single = call.path().contains("/pipeline/")
                && inputs.size() == 1
                && call.body().path("inputs").isTextual();
        return counted(call, single ? vectors.get(0) : vectors, inputs);
    }

    static Reply rerank(Call call) {
        List<String> texts = Messages.strings(call.body().path("texts"));
        String query = call.body().path("query").asText("");
        if (texts.isEmpty() || query.isEmpty()) {
            return Reply.json(422, HuggingFace.error(422, "`query` and `texts` cannot be empty"));
        }
        boolean returned = call.body().path("return_text").asBoolean();
        ArrayNode json = Json.array();
        for (Relevance.Ranked ranked : Relevance.of(query, texts)) {
            ObjectNode item = json.addObject().put("index", ranked.index());
            if (returned) {
                item.put("text", texts.get(ranked.index()));
            }
            item.put("score", ranked.score());
        }
        texts.add(query);
        return counted(call, json, texts);
    }

    static Reply similarity(Call call) {
        JsonNode inputs = call.body().path("inputs");
        List<String> sentences = Messages.strings(inputs.path("sentences"));
        double[] scores = new double[sentences.size()];
        Relevance.of(inputs.path("source_sentence").asText(""), sentences)
                .forEach(ranked -> scores[ranked.index()] = ranked.score());
        ArrayNode json = Json.array();
        for (double score : scores) {
            json.add(score);
        }
        return counted(call, json, sentences);
    }

    private static Reply counted(Call call, JsonNode json, List<String> texts) {
        Usage produced = new Usage(
                texts.stream()
                        .mapToLong(text -> Math.max(1, TokenCount.of(text)))
                        .sum(),
                0);
        Usage told = call.shape().usage().tell(produced);
        Reply.Whole reply = Reply.json(200, json, told, produced);
        if (told != null) {
            reply.headers()
                    .add("x-compute-tokens", Long.toString(told.prompt()))
                    .add(
                            "x-compute-characters",
                            Long.toString(
                                    texts.stream().mapToLong(String::length).sum()));
        }
        return reply;
    }
}
