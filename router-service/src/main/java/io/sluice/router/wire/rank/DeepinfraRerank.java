package io.sluice.router.wire.rank;

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
import io.sluice.router.wire.plain.UnreadableAnswer;
import io.sluice.router.wire.plain.Vectors;
import java.util.Map;

/**
 * Ranks of DeepInfra's own protocol, beside its OpenAI form: a score for each pair of query and document, in the order of the documents
 * (deepinfra.com/Qwen/Qwen3-Reranker-8B/api, seen 2026-11-26). They are put in order here.
 */
public final class DeepinfraRerank implements PlainDialect {

    private static final String OPENAI_FORM = "/openai";

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode asked = request.tree();
        ObjectNode body = asked.objectNode();
        var queries = body.putArray("queries");
        asked.path("documents").forEach(document -> queries.add(asked.path("query")));
        body.set("documents", asked.path("documents"));
        if (asked.has("instruction")) {
            body.set("instruction", asked.get("instruction"));
        }
        return request.translated(new ChatAddress(uri(call.target()), RequestHeaders.json(call.target())), body);
    }

    private static String uri(Target target) {
        String base = target.apiBase();
        String own = base.endsWith(OPENAI_FORM) ? base.substring(0, base.length() - OPENAI_FORM.length()) : base;
        return own + "/inference/" + target.providerModel();
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        JsonNode scores = answer.path("scores");
        if (!scores.isArray()) {
            throw new UnreadableAnswer("the answer has no scores");
        }
        Ranks ranks = new Ranks(asked).id(answer.path("request_id"));
        for (int i = 0; i < scores.size(); i++) {
            ranks.add(IntNode.valueOf(i), scores.get(i), asked.missingNode());
        }
        return ranks.best().tokens(Vectors.count(answer.path("input_tokens")));
    }
}
