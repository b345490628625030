package io.sluice.router.client.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sluice.router.conversation.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reasoning items. What a provider signed travels in {@code encrypted_content} as the provider's blocks, which is LiteLLM's form too; what OpenAI
 * itself encrypted is of no use to anybody else.
 */
final class ReasoningItems {

    private ReasoningItems() {}

    static List<Part> read(JsonNode item) {
        List<Part> parts = new ArrayList<>();
        String encrypted = item.path("encrypted_content").asText("");
        if (encrypted.startsWith("[")) {
            try {
                ResponsesProtocol.JSON.readTree(encrypted).forEach(block -> parts.add(block(block)));
            } catch (IOException notOurs) {
                parts.clear();
            }
        }
        if (parts.isEmpty()) {
            StringBuilder summary = new StringBuilder();
            item.path("summary")
                    .forEach(text -> summary.append(text.path("text").asText("")));
            if (!summary.isEmpty()) {
                parts.add(new Part.Thinking(summary.toString(), null));
            }
        }
        return parts;
    }

    private static Part block(JsonNode block) {
        if (block.path("type").asText("").equals("redacted_thinking")) {
            return new Part.RedactedThinking(block.path("data").asText(""));
        }
        JsonNode signature = block.path("signature");
        return new Part.Thinking(block.path("thinking").asText(""), signature.isTextual() ? signature.asText() : null);
    }

    /** Null when nothing of it has to come back unchanged. */
    static @Nullable String encrypted(List<Part> parts) {
        ArrayNode blocks = ResponsesProtocol.JSON.createArrayNode();
        for (Part part : parts) {
            switch (part) {
                case Part.Thinking(String text, String signature) -> {
                    if (signature != null) {
                        blocks.addObject()
                                .put("type", "thinking")
                                .put("thinking", text)
                                .put("signature", signature);
                    }
                }
                case Part.RedactedThinking(String data) ->
                    blocks.addObject().put("type", "redacted_thinking").put("data", data);
                default -> {}
            }
        }
        return blocks.isEmpty() ? null : blocks.toString();
    }
}
