package io.sluice.simulator.ai21;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.openai.ChatRequest;
import io.sluice.simulator.openai.ChatStyle;
import io.sluice.simulator.openai.StyledChat;
import io.vertx.core.buffer.Buffer;

/**
 * AI21: {@code /studio/v1/chat/completions}, or {@code /chat/completions} when AI21 is named.
 *
 * <p>Source: docs.ai21.com/reference/jamba-1-6-api-ref and the types of ai21 4.3.0 (models/chat).
 */
public final class Ai21 implements Protocol, ChatStyle {

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a key are refused with 401 */
    public Ai21(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "ai21";
    }

    @Override
    public boolean serves(Call call) {
        return call.method().equals("POST")
                && call.path().endsWith("/chat/completions")
                && (call.address().equals(name()) || call.path().contains("/studio/v1/"));
    }

    @Override
    public Glance glance(Call call) {
        return new Glance(
                call.model(),
                call.body().path("stream").asBoolean(),
                Messages.lastUser(call.body().path("messages")));
    }

    @Override
    public Reply answer(Call call) {
        if (call.barred(keyRequired)) {
            return refuse(call, 401, "Forbidden: Bad or missing API token.");
        }
        if (call.model().isEmpty() || !call.body().path("messages").has(0)) {
            String missing = call.model().isEmpty() ? "model" : "messages";
            ObjectNode json = Json.object();
            ObjectNode detail = json.putArray("detail").addObject().put("msg", "field required");
            detail.put("type", "value_error.missing")
                    .putArray("loc")
                    .add("body")
                    .add(missing);
            return Reply.json(422, json);
        }
        if (call.model().startsWith("missing-")) {
            return refuse(call, 422, "Unsupported model: " + call.model());
        }
        ChatRequest request = ChatRequest.of(call.body());
        return StyledChat.reply(Turn.of(call, request.prompt(), request.choices()), this, request.stream());
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return Reply.json(status, Json.object().put("detail", message));
    }

    @Override
    public ObjectNode head(Turn turn, boolean chunk) {
        ObjectNode json = Json.object().put("id", turn.id("chatcmpl-"));
        if (!chunk) {
            json.put("model", turn.call().model()).putObject("meta").put("requestDurationMillis", 42);
        }
        return json;
    }

    @Override
    public Buffer failure() {
        return Sse.data(Json.object().put("detail", "Internal server error"));
    }
}
