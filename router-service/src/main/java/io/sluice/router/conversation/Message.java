package io.sluice.router.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One turn. */
public sealed interface Message {

    List<Part> parts();

    /** Instructions of the operator. A provider that knows no {@code developer} role takes them as its system prompt. */
    record Instructions(
            boolean developer, List<Part> parts, @Nullable String name) implements Message {}

    record User(List<Part> parts, @Nullable String name) implements Message {}

    /**
     * An earlier answer, or the beginning of the next one.
     *
     * @param prefix the model is to go on with this text (Mistral, DeepSeek: {@code prefix: true})
     */
    record Assistant(List<Part> parts, @Nullable String name, boolean prefix) implements Message {}

    /**
     * What a tool gave back.
     *
     * @param callId the id of the call that it answers
     * @param name of the tool, where the client says it; a legacy {@code function} message has no other reference
     * @param failed the tool could not do it (Anthropic: {@code is_error})
     * @param cacheControl a mark on the result as such; see {@link Part#cacheControl}
     */
    record ToolResult(
            String callId,
            @Nullable String name,
            List<Part> parts,
            boolean failed,
            @Nullable ObjectNode cacheControl) implements Message {}

    default boolean callsTools() {
        return this instanceof Assistant && parts().stream().anyMatch(Part.ToolCall.class::isInstance);
    }

    default boolean usesTools() {
        return this instanceof ToolResult || callsTools();
    }
}
