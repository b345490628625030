package io.sluice.router.wire.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ProviderFailure;
import org.jspecify.annotations.Nullable;

/** One step of an answer. A whole answer is the same steps at once, so that stream and non-stream cannot differ. */
public sealed interface WireEvent {

    record TextDelta(String text) implements WireEvent {}

    record ReasoningDelta(String text) implements WireEvent {}

    /** Closes a block of reasoning with the provider's signature, which has to come back unchanged in the next turn. */
    record ReasoningSignature(String signature) implements WireEvent {}

    /** Reasoning that the provider only gives encrypted. */
    record RedactedReasoning(String data) implements WireEvent {}

    record RefusalDelta(String text) implements WireEvent {}

    /**
     * @param call number of the call in the answer, from 0
     * @param block position among all content blocks of the provider
     */
    record ToolCallStart(int call, int block, String id, String name) implements WireEvent {}

    record ToolCallArguments(int call, String json) implements WireEvent {}

    record Citation(JsonNode citation) implements WireEvent {}

    /**
     * @param counted for the bill
     * @param details members that the client's usage object gets beside the counts
     */
    record Usage(TokenUsage counted, @Nullable ObjectNode details) implements WireEvent {}

    /** @param reason in OpenAI's words */
    record Finish(String reason) implements WireEvent {}

    record Failed(ProviderFailure failure) implements WireEvent {}
}
