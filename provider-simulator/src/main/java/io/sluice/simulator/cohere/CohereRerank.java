package io.sluice.simulator.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Relevance;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * Reranking: one search unit for each begun hundred of documents. Version 1 can give the documents back. Source:
 * docs.cohere.com/reference/rerank and cohere.com/pricing.
 */
final class CohereRerank {

    private static final int DOCUMENTS_A_UNIT = 100;

    private CohereRerank() {}

    static Reply reply(Call call) {
        JsonNode body = call.body();
        List<String> documents = new ArrayList<>();
        body.path("documents").forEach(document -> documents.add(text(document)));
        boolean returns =
                call.path().contains("/v1/") && body.path("return_documents").asBoolean();
        ObjectNode json = Json.object().put("id", "rerank-sim" + call.number());
        ArrayNode results = json.putArray("results");
        Relevance.of(body.path("query").asText(""), documents).stream()
                .limit(body.path("top_n").asInt(documents.size()))
                .forEach(ranked -> {
                    ObjectNode result =
                            results.addObject().put("index", ranked.index()).put("relevance_score", ranked.score());
                    if (returns) {
                        result.putObject("document").put("text", documents.get(ranked.index()));
                    }
                });
        int units = (documents.size() + DOCUMENTS_A_UNIT - 1) / DOCUMENTS_A_UNIT;
        Usage produced = new Usage(0, 0, Units.searches(units));
        Usage told = call.shape().usage().tell(produced);
        if (told != null) {
            json.set("meta", CohereMeta.of(call, told));
        }
        return Reply.json(200, json, told, produced);
    }

    private static String text(JsonNode document) {
        return document.isTextual()
                ? document.textValue()
                : document.path("text").asText(document.toString());
    }
}
