package io.sluice.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Pictures;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import java.util.Base64;

/** Imagen's predict. Sources: ai.google.dev/gemini-api/docs/imagen, cloud.google.com/vertex-ai/generative-ai/docs/model-reference/imagen-api. */
public final class Imagen {

    private Imagen() {}

    /** The prompt of a predict request, or the content of its first instance. */
    public static String said(JsonNode body) {
        JsonNode instance = body.path("instances").path(0);
        return instance.path("prompt").asText(instance.path("content").asText(""));
    }

    /** Pictures for the prompt of the first instance. */
    public static Reply reply(Call call) {
        String prompt = said(call.body());
        if (prompt.isEmpty()) {
            return new GoogleError(400, "Image generation failed: the prompt is empty.").reply(call);
        }
        int count =
                Math.max(1, call.body().path("parameters").path("sampleCount").asInt(1));
        ObjectNode json = Json.object();
        ArrayNode predictions = json.putArray("predictions");
        for (int i = 0; i < count; i++) {
            predictions
                    .addObject()
                    .put("mimeType", "image/png")
                    .put("bytesBase64Encoded", Base64.getEncoder().encodeToString(Pictures.png(prompt, i)));
        }
        return Reply.json(200, json, null, new Usage(0, 0, Units.images(count)));
    }
}
