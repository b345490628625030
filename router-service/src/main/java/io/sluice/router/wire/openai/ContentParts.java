package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Some models answer with a list of parts where OpenAI's clients expect a text: Mistral's reasoning models
 * (docs.mistral.ai/capabilities/reasoning, seen 2026-11-24). Text parts become the text, thinking becomes {@code reasoning_content}.
 */
final class ContentParts {

    private ContentParts() {}

    static byte[] flat(byte[] json, int from, int to) {
        try {
            JsonNode answer = RequestRules.JSON.readTree(json, from, to - from);
            for (JsonNode choice : answer.path("choices")) {
                for (String holder : new String[] {"message", "delta"}) {
                    if (choice.path(holder) instanceof ObjectNode message
                            && message.path("content").isArray()) {
                        flatten(message);
                    }
                }
            }
            return RequestRules.JSON.writeValueAsBytes(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flatten(ObjectNode message) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        for (JsonNode part : message.path("content")) {
            switch (part.path("type").asText()) {
                case "thinking" ->
                    part.path("thinking")
                            .forEach(
                                    piece -> reasoning.append(piece.path("text").asText()));
                default -> text.append(part.path("text").asText());
            }
        }
        message.put("content", text.toString());
        if (!reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning.toString());
        }
    }
}
