package io.sluice.simulator.voyage;

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
import java.util.List;

/**
 * Voyage AI, when it is named: {@code /v1/embeddings}, {@code /v1/rerank}. A reranker counts the query once for each document.
 *
 * <p>Source: docs.voyageai.com/reference/embeddings-api, /reranker-api, /docs/error-codes and voyageai 0.5.0.
 */
public final class Voyage implements Protocol {

    private static final int DIMENSIONS = 1_024;

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a key are refused with 401 */
    public Voyage(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "voyage";
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
            return refuse(call, 401, "Provided API key is invalid.");
        }
        boolean reranks = call.path().endsWith("/rerank");
        String needed = reranks ? "documents" : "input";
        if (call.model().isEmpty() || !call.body().hasNonNull(needed)) {
            return refuse(
                    call, 400, "The request body is not valid JSON, or some arguments were not specified properly.");
        }
        if (call.model().startsWith("missing-")) {
            return refuse(call, 400, "Model " + call.model() + " is not supported.");
        }
        return reranks ? rerank(call) : embeddings(call);
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return Reply.json(status, Json.object().put("detail", message));
    }

    private static Reply embeddings(Call call) {
        JsonNode body = call.body();
        List<String> inputs = Messages.strings(body.path("input"));
        int dimensions = Math.max(8, body.path("output_dimension").asInt(DIMENSIONS));
        String type = body.path("output_dtype").asText("float");
        boolean base64 = body.path("encoding_format").asText("").equals("base64");
        ObjectNode json = Json.object().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (String input : inputs) {
            ObjectNode item = data.addObject().put("object", "embedding");
            if (base64) {
                item.put("embedding", Vectors.base64(Vectors.of(input, dimensions)));
            } else {
                item.set(
                        "embedding",
                        switch (type) {
                            case "int8", "uint8" -> Vectors.int8(input, dimensions);
                            case "binary", "ubinary" -> Vectors.binary(input, dimensions);
                            default -> Vectors.json(input, dimensions);
                        });
            }
            item.put("index", data.size() - 1);
        }
        return counted(call, json, inputs.stream().mapToLong(TokenCount::of).sum());
    }

    private static Reply rerank(Call call) {
        JsonNode body = call.body();
        List<String> documents = Messages.strings(body.path("documents"));
        String query = body.path("query").asText("");
        ObjectNode json = Json.object().put("object", "list");
        ArrayNode data = json.putArray("data");
        Relevance.of(query, documents).stream()
                .limit(body.path("top_k").asInt(documents.size()))
                .forEach(ranked -> {
                    ObjectNode item =
                            data.addObject().put("index", ranked.index()).put("relevance_score", ranked.score());
                    if (body.path("return_documents").asBoolean()) {
                        item.put("document", documents.get(ranked.index()));
                    }
                });
        long asked = (long) TokenCount.of(query) * documents.size();
        return counted(
                call, json, asked + documents.stream().mapToLong(TokenCount::of).sum());
    }

    private static Reply counted(Call call, ObjectNode json, long tokens) {
        json.put("model", call.model());
        Usage produced = new Usage(tokens, 0);
        Usage told = call.shape().usage().tell(produced);
        if (told != null) {
            json.putObject("usage").put("total_tokens", told.prompt());
        }
        return Reply.json(200, json, told, produced);
    }
}
