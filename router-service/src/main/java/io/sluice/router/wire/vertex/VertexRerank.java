package io.sluice.router.wire.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import io.sluice.router.wire.rank.Ranks;
import java.util.Map;

/**
 * Google's ranking API, which is Discovery Engine's: cloud.google.com/generative-ai-app-builder/docs/ranking (seen 2026-11-26). Records have
 * ids, which are here the places of the documents.
 */
public final class VertexRerank implements PlainDialect {

    private static final String HOST = "https://discoveryengine.googleapis.com";

    /** Stands for the project of the service account; {@code GoogleOauth} puts it in. */
    private static final String OWN_PROJECT = "-";

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        Target target = call.target();
        ObjectNode asked = request.tree();
        ObjectNode body = asked.objectNode();
        body.put("model", target.providerModel());
        body.set("query", asked.path("query"));
        var records = body.putArray("records");
        for (JsonNode document : asked.path("documents")) {
            ObjectNode entry = records.addObject().put("id", Integer.toString(records.size() - 1));
            if (document.path("title").isTextual()) {
                entry.set("title", document.path("title"));
            }
            entry.put("content", Ranks.text(document));
        }
        if (asked.has("top_n")) {
            body.set("topN", asked.get("top_n"));
        }
        body.put(
                "ignoreRecordDetailsInResponse", !asked.path("return_documents").asBoolean(false));
        return request.translated(new ChatAddress(uri(target), RequestHeaders.json(target)), body);
    }

    private static String uri(Target target) {
        String base = target.params().string("api_base").orElse(HOST).replaceFirst("/+$", "");
        if (base.endsWith(":rank")) {
            return base;
        }
        String project = target.params()
                .string("vertex_project")
                .or(() -> target.params().string("vertex_ai_project"))
                .orElse(OWN_PROJECT);
        return base + "/v1/projects/" + project + "/locations/global/rankingConfigs/default_ranking_config:rank";
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        Ranks ranks = new Ranks(asked);
        for (JsonNode entry : answer.path("records")) {
            String id = entry.path("id").asText("");
            ranks.add(
                    id.matches("[0-9]{1,9}") ? IntNode.valueOf(Integer.parseInt(id)) : asked.missingNode(),
                    entry.path("score"),
                    entry.path("content"));
        }
        return ranks.units(null);
    }
}
