package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import java.util.Map;
import java.util.Set;

/** Ollama's embeddings: docs.ollama.com/api/embed (seen 2026-11-26). */
public final class OllamaEmbed implements PlainDialect {

    private static final Set<String> KNOWN =
            Set.of("model", "input", "truncate", "dimensions", "keep_alive", "options");

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode asked = request.tree();
        ObjectNode body = asked.objectNode();
        ObjectNode options = asked.objectNode();
        asked.properties().forEach(member -> {
            ObjectNode place = KNOWN.contains(member.getKey()) ? body : options;
            place.set(member.getKey(), member.getValue());
        });
        var texts = body.putArray("input");
        Vectors.texts(asked).forEach(texts::add);
        if (body.path("options") instanceof ObjectNode given) {
            options.setAll(given);
        }
        if (!options.isEmpty()) {
            body.set("options", options);
        }
        return request.translated(ChatAddress.of(call.target(), "embeddings"), body);
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        return Vectors.answer(answer.path("embeddings"), Vectors.count(answer.path("prompt_eval_count")), asked, call);
    }
}
