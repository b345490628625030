package io.sluice.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.answer.TokenCount;
import java.util.ArrayList;
import java.util.List;

/** What the protocols' message lists have in common. */
public final class Messages {

    private Messages() {}

    /** The text of a message's content: a string, or the text parts of a list joined by newlines. */
    public static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray()) {
            return "";
        }
        StringBuilder joined = new StringBuilder();
        for (JsonNode part : content) {
            JsonNode text = part.isTextual() ? part : part.path("text");
            if (text.isTextual()) {
                joined.append(joined.isEmpty() ? "" : "\n").append(text.textValue());
            }
        }
        return joined.toString();
    }

    /** The text of the last message of the user that has any. */
    public static String lastUser(JsonNode messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            JsonNode message = messages.path(i);
            if ("user".equals(message.path("role").textValue())) {
                String text = text(message.path("content"));
                if (!text.isEmpty()) {
                    return text;
                }
            }
        }
        return "";
    }

    /** UTF-8 bytes of the text of all messages. */
    public static long textBytes(JsonNode messages) {
        long bytes = 0;
        for (JsonNode message : messages) {
            bytes += TokenCount.bytes(text(message.path("content")));
        }
        return bytes;
    }

    /** A string or a list of strings as a list. */
    public static List<String> strings(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        List<String> texts = new ArrayList<>();
        node.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
