package io.sluice.router.client.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.client.BodyMembers;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Params;
import io.sluice.router.wire.WireCall;

/** OpenAI's chat completions. */
public final class ChatProtocol implements ClientProtocol {

    static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Conversation read(WireCall call) {
        Params params = Params.of(BodyMembers.of(call), call.target());
        for (String handled : new String[] {"model", "stream", "stream_options"}) {
            params.take(handled);
        }
        return new Conversation(ChatMessages.read(params.take("messages")), params);
    }

    @Override
    public AnswerWriter writer(WireCall call, boolean signedThinking) {
        return new ChatWriter(call, signedThinking);
    }
}
