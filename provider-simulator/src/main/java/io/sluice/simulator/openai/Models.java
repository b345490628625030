package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Models. Source: platform.openai.com/docs/api-reference/models, seen 2026-11-24. */
final class Models {

    private static final List<String> NAMES = List.of(
            "gpt-4o",
            "gpt-4o-mini",
            "gpt-4.1",
            "o3-mini",
            "text-embedding-3-small",
            "text-embedding-3-large",
            "gpt-image-1",
            "dall-e-3",
            "tts-1",
            "whisper-1",
            "gpt-4o-transcribe",
            "omni-moderation-latest",
            "gpt-realtime");
    private static final long CREATED = 1_715_367_049L;

    private Models() {}

    static Reply list(Call call, String none) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        NAMES.forEach(id -> data.add(model(id)));
        return OpenAiHeaders.reply(call, list);
    }

    static Reply get(Call call, String id) {
        OpenAiError unknown = unknown(id);
        return unknown == null ? OpenAiHeaders.reply(call, model(id)) : unknown.reply(call);
    }

    static @Nullable OpenAiError unknown(String model) {
        return model.startsWith("missing-")
                ? new OpenAiError(
                        404,
                        "The model `" + model + "` does not exist or you do not have access to it.",
                        "invalid_request_error",
                        null,
                        "model_not_found")
                : null;
    }

    private static ObjectNode model(String id) {
        return Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", CREATED)
                .put("owned_by", "system");
    }
}
