package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Mistral's fill-in-the-middle: one prompt, an optional {@code suffix}, and the answer of a chat (docs.mistral.ai/api, "Fim Completion", seen
 * 2026-11-26).
 */
public final class FimDialect implements Dialect {

    private final OpenAiChatDialect chat;

    /** @param wire of the chat, whose answers these are */
    public FimDialect(OpenAiChatWire wire) {
        this.chat = new OpenAiChatDialect(wire);
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        ObjectNode body = RequestRules.JSON
                .createObjectNode()
                .put("model", call.target().providerModel())
                .put("prompt", prompt(conversation));
        conversation.params().rest().forEach(body::set);
        body.setAll(conversation.params().extraBody());
        OutputCap.put(body, "max_tokens", call.request().outputCap());
        if (call.request().scan().stream()) {
            body.put("stream", true);
        }
        ChatAddress address = ChatAddress.of(call.target(), "completions");
        return new UpstreamRequest(
                "POST",
                address.uri(),
                address.headers(),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                conversation.params().notes());
    }

    /** Several prompts are one to a model that goes on with a text: LiteLLM joins them so. */
    private static String prompt(Conversation conversation) {
        StringJoiner prompt = new StringJoiner(" ");
        for (Message message : conversation.messages()) {
            for (Part part : message.parts()) {
                if (!(part instanceof Part.Text text)) {
                    throw new UnsupportedRequestException("fill-in-the-middle takes text only");
                }
                prompt.add(text.text());
            }
        }
        return prompt.toString();
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return chat.decoder(call);
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body, WireCall call) {
        return chat.failure(status, headers, body, call);
    }
}
