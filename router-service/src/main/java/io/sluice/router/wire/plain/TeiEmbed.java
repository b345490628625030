package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import java.util.Map;

/** Hugging Face's text-embeddings-inference: huggingface.github.io/text-embeddings-inference (seen 2026-11-26). It says no usage. */
public final class TeiEmbed implements PlainDialect {

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode body = request.tree();
        var texts = body.arrayNode();
        Vectors.texts(body).forEach(texts::add);
        body.remove("model");
        body.remove("input");
        body.set("inputs", texts);
        return request.translated(ChatAddress.of(call.target(), "embeddings"), body);
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        return Vectors.answer(answer, -1, asked, call);
    }

    @Override
    public boolean countsTokens() {
        return true;
    }
}
