package io.sluice.router.wire.watsonx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import io.sluice.router.wire.plain.UnreadableAnswer;
import io.sluice.router.wire.plain.Vectors;
import io.sluice.router.wire.rank.Ranks;
import java.util.Map;

/** Ranks at watsonx.ai: cloud.ibm.com/apidocs/watsonx-ai#text-rerank (seen 2026-11-26). */
public final class WatsonxRerank implements PlainDialect {

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode asked = request.tree();
        ObjectNode body = asked.objectNode();
        body.set("query", asked.path("query"));
        var inputs = body.putArray("inputs");
        asked.path("documents").forEach(document -> inputs.addObject().put("text", Ranks.text(document)));
        ObjectNode parameters = body.putObject("parameters");
        if (asked.has("max_tokens_per_doc")) {
            parameters.set("truncate_input_tokens", asked.get("max_tokens_per_doc"));
        }
        ObjectNode options = parameters.putObject("return_options");
        if (asked.has("top_n")) {
            options.set("top_n", asked.get("top_n"));
        }
        options.put("inputs", asked.path("return_documents").asBoolean(false));
        WatsonxAddress.name(call.target(), body);
        return request.translated(
                new ChatAddress(WatsonxAddress.of(call.target(), "rerank"), RequestHeaders.json(call.target())), body);
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        if (!answer.path("results").isArray()) {
            throw new UnreadableAnswer("the answer has no results");
        }
        Ranks ranks = new Ranks(asked);
        answer.path("results")
                .forEach(result -> ranks.add(result.path("index"), result.path("score"), result.path("input")));
        return ranks.tokens(Vectors.count(answer.path("input_token_count")));
    }
}
