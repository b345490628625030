package io.sluice.simulator.watsonx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.openai.ChatStyle;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/** watsonx's chat: numbered events, usage in the last of them, no {@code [DONE]}. Source: cloud.ibm.com/apidocs/watsonx-ai#text-chat-stream. */
record WatsonxStyle(String model) implements ChatStyle {

    @Override
    public ObjectNode head(Turn turn, boolean chunk) {
        return Json.object()
                .put("id", turn.id("chat-"))
                .put("model_id", model)
                .put("model", model)
                .put("created", System.currentTimeMillis() / 1000)
                .put("model_version", "1.0.0")
                .put("created_at", Instant.now().toString());
    }

    @Override
    public boolean usageApart() {
        return true;
    }

    @Override
    public boolean terminates() {
        return false;
    }

    @Override
    public Buffer frame(ObjectNode chunk, int number) {
        return event(number, "message", chunk);
    }

    @Override
    public Buffer failure() {
        return event(
                0, "error", Watsonx.errors(500, "downstream_request_failed", "Downstream generation request failed"));
    }

    static Buffer event(int number, String name, ObjectNode data) {
        return Buffer.buffer("id: " + (number + 1) + "\nevent: " + name + "\ndata: " + data + "\n\n");
    }
}
