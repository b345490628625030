package io.sluice.router.wire.rank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import io.sluice.router.wire.plain.UnreadableAnswer;
import java.util.Map;

/** Ranks of Hugging Face's text-embeddings-inference: huggingface.github.io/text-embeddings-inference (seen 2026-11-26). It says no usage. */
public final class TeiRerank implements PlainDialect {

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode asked = request.tree();
        ObjectNode body = asked.objectNode();
        body.put("raw_scores", false);
        body.put("truncation_direction", "Right");
        body.set("query", asked.path("query"));
        var texts = body.putArray("texts");
        asked.path("documents").forEach(document -> texts.add(Ranks.text(document)));
        if (asked.path("return_documents").asBoolean(false)) {
            body.put("return_text", true);
        }
        if (asked.has("truncate")) {
            body.set("truncate", asked.get("truncate"));
        }
        return request.translated(ChatAddress.of(call.target(), "rerank"), body);
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        if (!answer.isArray()) {
            throw new UnreadableAnswer("the answer has no results");
        }
        Ranks ranks = new Ranks(asked);
        answer.forEach(result -> ranks.add(result.path("index"), result.path("score"), result.path("text")));
        return ranks.best().units(null);
    }
}
