package io.sluice.router.client.messages;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Anthropic's Messages API. */
public final class MessagesProtocol implements ClientProtocol {

    static final ObjectMapper JSON = new ObjectMapper();

    /** How the beta of Claude Code begins (2.1.332: {@code claude-code-20250219}), also in programs that are built on it. */
    private static final String AGENT = "claude-code-";

    @Override
    public Conversation read(WireCall call) {
        Map<String, JsonNode> members = BodyMembers.of(call);
        List<Message> messages = new ArrayList<>();
        JsonNode system = members.remove("system");
        if (system != null && !system.isNull()) {
            messages.add(new Message.Instructions(false, MessageBlocks.read(system, "system"), null));
        }
        JsonNode turns = members.remove("messages");
        messages.addAll(MessageTurns.read(turns == null ? MissingNode.getInstance() : turns));
        boolean agent =
                call.request().headers().getOrDefault("anthropic-beta", "").contains(AGENT);
        OpenAiNames names = new OpenAiNames(call.target(), agent);
        Params params = Params.of(names.of(members), call.target());
        names.notes().forEach(params::note);
        return new Conversation(messages, params);
    }

    @Override
    public AnswerWriter writer(WireCall call, boolean signedThinking) {
        return new MessagesWriter(call.answerModel());
    }
}
