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
import io.sluice.router.wire.plain.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Embeddings at watsonx.ai: cloud.ibm.com/apidocs/watsonx-ai#text-embeddings (seen 2026-11-26). */
public final class WatsonxEmbed implements PlainDialect {

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode parameters = request.tree();
        ObjectNode body = parameters.objectNode();
        var inputs = body.putArray("inputs");
        Vectors.texts(parameters).forEach(inputs::add);
        parameters.remove(List.of("model", "input"));
        if (!parameters.isEmpty()) {
            body.set("parameters", parameters);
        }
        WatsonxAddress.name(call.target(), body);
        return request.translated(
                new ChatAddress(WatsonxAddress.of(call.target(), "embeddings"), RequestHeaders.json(call.target())),
                body);
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        List<JsonNode> vectors = new ArrayList<>();
        answer.path("results").forEach(result -> vectors.add(result.path("embedding")));
        return Vectors.answer(vectors, Vectors.count(answer.path("input_token_count")), asked, call);
    }

    @Override
    public boolean countsTokens() {
        return true;
    }
}
