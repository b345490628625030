package io.sluice.router.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Params;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.WireCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** OpenAI's chat completions. */
public final class ChatProtocol implements ClientProtocol {

    static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Conversation read(WireCall call) {
        Params params = Params.of(members(call), call.target());
        for (String handled : new String[] {"model", "stream", "stream_options"}) {
            params.take(handled);
        }
        return new Conversation(ChatMessages.read(params.take("messages")), params);
    }

    private static Map<String, JsonNode> members(WireCall call) {
        ByteBuffer body = call.request().body();
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (BodyScan.Member member : call.request().scan().topLevel()) {
            byte[] value = new byte[member.value().end() - member.value().start()];
            body.get(body.position() + member.value().start(), value);
            try {
                members.put(member.name(), JSON.readTree(value));
            } catch (IOException e) {
                throw new UnsupportedRequestException("'" + member.name() + "' cannot be read: " + e.getMessage());
            }
        }
        return members;
    }

    @Override
    public AnswerWriter writer(WireCall call, boolean signedThinking) {
        return new ChatWriter(call, signedThinking);
    }
}
