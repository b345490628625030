package io.sluice.simulator.jina;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Relevance;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * Jina AI, when it is named: {@code /v1/embeddings}, {@code /v1/rerank}.
 *
 * <p>Source: jina.ai/embeddings and jina.ai/reranker (API descriptions), api.jina.ai/docs.
 */
public final class Jina implements Protocol {

    private static final int DIMENSIONS = 1_024;

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a key are refused with 401 */
    public Jina(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "jina";
    }

    @Override
    public boolean serves(Call call) {
        return call.method().equals("POST")
                && call.address().equals(name())
                && (call.path().endsWith("/embeddings") || call.path().endsWith("/rerank"));
    }

    @Override
    public Glance glance(Call call) {
        JsonNode query = call.body().path("query");
        return new Glance(
                call.model(),
                false,
                query.isTextual()
                        ? query.textValue()
                        : Messages.text(call.body().path("input")));
    }

    @Override
    public Reply answer(Call call) {
        if (call.barred(keyRequired)) {
            return refuse(
                    call, 401, "[AuthenticationError] Invalid API key, please get a new one from https://jina.ai/");
        }
        boolean reranks = call.path().endsWith("/rerank");
        if (call.model().isEmpty()
                || !call.body().path(reranks ? "documents" : "input").isContainerNode()
                        && !call.body().path("input").isTextual()) {
            return refuse(call, 422, "[ValidationError] Field required");
        }
        if (call.model().startsWith("missing-")) {
            return refuse(call, 422, "[ValidationError] Model " + call.model() + " not found");
        }
        return reranks ? rerank(call) : embeddings(call);
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return Reply.json(status, Json.object().put("detail", message));
    }

    private static Reply embeddings(Call call) {
        JsonNode body = call.body();
        List<String> inputs = texts(body.path("input"));
        int dimensions = Math.max(8, body.path("dimensions").asInt(DIMENSIONS));
        String type = body.path("embedding_type").asText("float");
        ObjectNode json = Json.object().put("model", call.model()).put("object", "list");
        ArrayNode data = json.putArray("data");
        for (String input : inputs) {
            ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            switch (type) {
                case "base64" -> item.put("embedding", Vectors.base64(Vectors.of(input, dimensions)));
                case "binary", "ubinary" -> item.set("embedding", Vectors.binary(input, dimensions));
                default -> item.set("embedding", Vectors.json(input, dimensions));
            }
        }
        return counted(call, json, inputs.stream().mapToLong(TokenCount::of).sum(), true);
    }

    private static Reply rerank(Call call) {
        JsonNode body = call.body();
        List<String> documents = texts(body.path("documents"));
        String query = body.path("query").asText("");
        ObjectNode json = Json.object().put("model", call.model()).put("object", "list");
        ArrayNode results = json.putArray("results");
        Relevance.of(query, documents).stream()
                .limit(body.path("top_n").asInt(documents.size()))
                .forEach(ranked -> {
                    ObjectNode item =
                            results.addObject().put("index", ranked.index()).put("relevance_score", ranked.score());
                    if (body.path("return_documents").asBoolean(true)) {
                        item.putObject("document").put("text", documents.get(ranked.index()));
                    }
                });
        long asked = (long) TokenCount.of(query) * documents.size();
        return counted(
                call, json, asked + documents.stream().mapToLong(TokenCount::of).sum(), false);
    }

    /** Texts, or objects with a text or a picture. */
    private static List<String> texts(JsonNode items) {
        List<String> texts = new ArrayList<>();
        if (items.isTextual()) {
            return List.of(items.textValue());
        }
        items.forEach(item -> texts.add(
                item.isTextual()
                        ? item.textValue()
                        : item.path("text").asText(item.path("image").asText(""))));
        return texts;
    }

    private static Reply counted(Call call, ObjectNode json, long tokens, boolean prompted) {
        Usage produced = new Usage(tokens, 0);
        Usage told = call.shape().usage().tell(produced);
        if (told != null) {
            ObjectNode usage = json.putObject("usage").put("total_tokens", told.prompt());
            if (prompted) {
                usage.put("prompt_tokens", told.prompt());
            }
        }
        return Reply.json(200, json, told, produced);
    }
}
