package io.sluice.router.client.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.client.BodyMembers;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Params;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.gemini.GoogleNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Google's {@code generateContent} and {@code streamGenerateContent}. */
public final class GeminiProtocol implements ClientProtocol {

    static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Conversation read(WireCall call) {
        Map<String, JsonNode> members = BodyMembers.of(call);
        List<Message> messages = new ArrayList<>();
        JsonNode system = take(members, "systemInstruction");
        if (!system.isMissingNode() && !system.isNull()) {
            messages.add(GoogleTurns.instructions(system));
        }
        messages.addAll(new GoogleTurns().read(take(members, "contents")));
        GoogleParams names = new GoogleParams(call.target());
        Params params = Params.of(names.of(members), call.target());
        names.notes().forEach(params::note);
        return new Conversation(messages, params);
    }

    private static JsonNode take(Map<String, JsonNode> members, String camel) {
        JsonNode value = members.remove(camel);
        JsonNode other = members.remove(GoogleNames.snake(camel));
        return value != null ? value : other != null ? other : MissingNode.getInstance();
    }

    @Override
    public AnswerWriter writer(WireCall call, boolean signedThinking) {
        return new GeminiWriter(call.answerModel(), StreamForm.of(call.request()));
    }
}
