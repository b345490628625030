package io.sluice.router.conversation;

import java.util.List;

/**
 * A request to a chat model.
 *
 * @param messages in the client's order, instructions where the client put them
 * @param params everything else
 */
public record Conversation(List<Message> messages, Params params) {

    /** Whether the model called a tool in an earlier turn: some providers want the tools named again then. */
    public boolean calledTools() {
        return messages.stream().anyMatch(Message::callsTools);
    }

    /** Whether an earlier turn called a tool, or brings a result of one. */
    public boolean usesTools() {
        return messages.stream().anyMatch(Message::usesTools);
    }
}
