package io.sluice.router.conversation;

import java.util.List;

/**
 * A request to a chat model.
 *
 * @param messages in the client's order, instructions where the client put them
 * @param params everything else
 */
public record Conversation(List<Message> messages, Params params) {

    /** Whether an earlier turn called a tool: some providers want the tools named again then. */
    public boolean usesTools() {
        return messages.stream().anyMatch(Message::usesTools);
    }
}
