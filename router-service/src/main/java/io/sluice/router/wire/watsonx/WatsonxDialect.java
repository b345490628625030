package io.sluice.router.wire.watsonx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.openai.ChatTree;
import io.sluice.router.wire.openai.OpenAiChatDialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Chats at watsonx.ai: OpenAI's form, with the model and the project or space in members of their own, a path for streams, and a date as version.
 */
public final class WatsonxDialect implements Dialect {

    private final OpenAiChatDialect chat;

    /** @param chat reads the answers, which are OpenAI's */
    public WatsonxDialect(OpenAiChatDialect chat) {
        this.chat = chat;
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        Target target = call.target();
        ObjectNode body = ChatTree.of(conversation, call, false);
        body.remove(List.of("model", "stream"));
        if (body.path("tool_choice").isTextual()) {
            body.set("tool_choice_option", body.remove("tool_choice"));
        }
        WatsonxAddress.name(target, body);
        String action = call.request().scan().stream() ? "chat_stream" : "chat";
        return new UpstreamRequest(
                "POST",
                WatsonxAddress.of(target, action),
                RequestHeaders.json(target),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                conversation.params().notes());
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return chat.decoder(call);
    }
}
