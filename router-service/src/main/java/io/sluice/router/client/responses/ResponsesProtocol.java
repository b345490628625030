package io.sluice.router.client.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.sluice.router.wire.responses.ResponsesWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OpenAI's Responses API. */
public final class ResponsesProtocol implements ClientProtocol {

    static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Conversation read(WireCall call) {
        if (ResponsesWire.isCompaction(call.request())) {
            throw new UnsupportedRequestException(call.target().provider().name()
                    + " cannot compact a conversation; only a provider with OpenAI's Responses can.");
        }
        Map<String, JsonNode> members = BodyMembers.of(call);
        List<Message> messages = new ArrayList<>();
        JsonNode instructions = members.remove("instructions");
        if (instructions != null && instructions.isTextual()) {
            messages.add(new Message.Instructions(false, List.of(Part.Text.of(instructions.asText())), null));
        }
        JsonNode given = members.remove("input");
        InputItems input = new InputItems();
        messages.addAll(input.read(given == null ? MissingNode.getInstance() : given));
        ChatNames names = new ChatNames(call.target());
        Params params = Params.of(names.of(members), call.target());
        names.notes().forEach(params::note);
        input.notes().forEach(params::note);
        return new Conversation(messages, params);
    }

    @Override
    public AnswerWriter writer(WireCall call, boolean signedThinking) {
        return new ResponsesWriter(new ResponseObject(call));
    }
}
