package io.sluice.router.wire.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.event.WireEvent;
import org.jspecify.annotations.Nullable;

/** Puts the steps of an answer together to one chat completion (platform.openai.com/docs/api-reference/chat/object). */
final class WholeChat {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder openBlock = new StringBuilder();
    private final ArrayNode thinkingBlocks = ChatWriter.JSON.createArrayNode();
    private final ArrayNode toolCalls = ChatWriter.JSON.createArrayNode();
    private final ArrayNode citations = ChatWriter.JSON.createArrayNode();
    private boolean textSeen;

    void add(WireEvent event) {
        switch (event) {
            case WireEvent.TextDelta(String more) -> {
                text.append(more);
                textSeen = true;
            }
            case WireEvent.RefusalDelta(String more) -> refusal.append(more);
            case WireEvent.ReasoningDelta(String more) -> {
                reasoning.append(more);
                openBlock.append(more);
            }
            case WireEvent.ReasoningSignature(String signature) -> closeBlock(signature);
            case WireEvent.RedactedReasoning(String data) -> {
                closeBlock(null);
                thinkingBlocks.addObject().put("type", "redacted_thinking").put("data", data);
            }
            case WireEvent.ToolCallStart start -> {
                ObjectNode call = toolCalls
                        .addObject()
                        .put("index", start.block())
                        .put("id", start.id())
                        .put("type", "function");
                call.putObject("function").put("name", start.name()).put("arguments", "");
            }
            case WireEvent.ToolCallArguments(int call, String json) -> {
                ObjectNode function = (ObjectNode) toolCalls.get(call).get("function");
                function.put("arguments", function.get("arguments").asText() + json);
            }
            case WireEvent.Citation(var citation) -> citations.add(citation);
            case WireEvent.Usage ignored -> {}
            case WireEvent.Finish ignored -> {}
            case WireEvent.Failed ignored -> {}
        }
    }

    private void closeBlock(@Nullable String signature) {
        if (!openBlock.isEmpty() || signature != null) {
            ObjectNode block =
                    thinkingBlocks.addObject().put("type", "thinking").put("thinking", openBlock.toString());
            if (signature != null) {
                block.put("signature", signature);
            }
            openBlock.setLength(0);
        }
    }

    ObjectNode completion(String model, String finishReason, ObjectNode usage) {
        boolean signed = !thinkingBlocks.isEmpty();
        if (signed) {
            closeBlock(null);
        }
        ObjectNode completion = ChatWriter.JSON
                .createObjectNode()
                .put("id", ChatWriter.newId())
                .put("object", "chat.completion")
                .put("created", System.currentTimeMillis() / 1_000)
                .put("model", model);
        ObjectNode choice =
                completion.putArray("choices").addObject().put("index", 0).put("finish_reason", finishReason);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", textSeen || toolCalls.isEmpty() ? text.toString() : null);
        if (!reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning.toString());
        }
        if (!refusal.isEmpty()) {
            message.put("refusal", refusal.toString());
        }
        if (signed) {
            message.set("thinking_blocks", thinkingBlocks);
        }
        if (!toolCalls.isEmpty()) {
            message.set("tool_calls", toolCalls);
        }
        if (!citations.isEmpty()) {
            message.putObject("provider_specific_fields").set("citations", citations);
        }
        completion.set("usage", usage);
        return completion;
    }
}
