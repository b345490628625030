package io.sluice.router.client.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.client.BodyMembers;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Params;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.WireCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Legacy completions for models that only chat: each prompt is what a user says. */
public final class CompletionsProtocol implements ClientProtocol {

    static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Conversation read(WireCall call) {
        Map<String, JsonNode> members = BodyMembers.of(call);
        JsonNode prompt = members.remove("prompt");
        List<Message> messages = messages(prompt == null ? MissingNode.getInstance() : prompt);
        members.remove("model");
        members.remove("stream");
        members.remove("stream_options");
        JsonNode logprobs = members.get("logprobs");
        if (logprobs != null && logprobs.isNumber()) {
            // a number here; in a chat the number has a name of its own
            members.put("logprobs", JsonNodeFactory.instance.booleanNode(true));
            members.put("top_logprobs", logprobs);
        }
        return new Conversation(messages, Params.of(members, call.target()));
    }

    private static List<Message> messages(JsonNode prompt) {
        List<Message> messages = new ArrayList<>();
        if (prompt.isTextual()) {
            messages.add(user(prompt.asText()));
        }
        for (JsonNode one : prompt) {
            if (!one.isTextual()) {
                throw new UnsupportedRequestException(
                        "prompt: this model takes text only, no token ids; send the text itself", "prompt");
            }
            messages.add(user(one.asText()));
        }
        if (messages.isEmpty()) {
            throw new UnsupportedRequestException("prompt: Input should be a text or a list of texts", "prompt");
        }
        return messages;
    }

    private static Message user(String text) {
        return new Message.User(List.of(Part.Text.of(text)), null);
    }

    @Override
    public AnswerWriter writer(WireCall call, boolean signedThinking) {
        return new CompletionsWriter(call);
    }
}
