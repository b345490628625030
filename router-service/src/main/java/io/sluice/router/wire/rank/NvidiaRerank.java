package io.sluice.router.wire.rank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import io.sluice.router.wire.plain.UnreadableAnswer;
import io.sluice.router.wire.plain.Vectors;
import java.util.Map;

/**
 * Ranks of NVIDIA's retrieval models, which are at a host of their own, each at a path with its name, in which dots are underscores:
 * docs.api.nvidia.com/nim/reference/nvidia-llama-3_2-nv-rerankqa-1b-v2-infer (seen 2026-11-26).
 */
public final class NvidiaRerank implements PlainDialect {

    private static final String CHATS = "https://integrate.api.nvidia.com/v1";
    private static final String RANKS = "https://ai.api.nvidia.com/v1";

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode asked = request.tree();
        String model = call.target().providerModel();
        ObjectNode body = asked.objectNode();
        body.put("model", model.replace('_', '.'));
        body.putObject("query").set("text", asked.path("query"));
        var passages = body.putArray("passages");
        asked.path("documents").forEach(document -> passages.addObject().put("text", Ranks.text(document)));
        if (asked.has("top_n")) {
            body.set("top_k", asked.get("top_n"));
        }
        if (asked.has("truncate")) {
            body.set("truncate", asked.get("truncate"));
        }
        return request.translated(new ChatAddress(uri(call.target(), model), RequestHeaders.json(call.target())), body);
    }

    private static String uri(Target target, String model) {
        String base = target.apiBase().equals(CHATS) ? RANKS : target.apiBase();
        String path = "/retrieval/" + model.replace('.', '_') + "/reranking";
        return base.endsWith("/reranking") ? base : base + (base.endsWith("/v1") ? "" : "/v1") + path;
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        JsonNode rankings = answer.path("rankings");
        if (!rankings.isArray()) {
            throw new UnreadableAnswer("the answer has no rankings");
        }
        Ranks ranks = new Ranks(asked);
        boolean documents = asked.path("return_documents").asBoolean(true);
        for (JsonNode ranking : rankings) {
            JsonNode document =
                    asked.path("documents").path(ranking.path("index").asInt(-1));
            ranks.add(ranking.path("index"), ranking.path("logit"), documents ? document : asked.missingNode());
        }
        return ranks.tokens(Vectors.count(answer.path("usage").path("total_tokens")));
    }
}
