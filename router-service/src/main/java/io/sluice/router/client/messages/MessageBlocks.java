package io.sluice.router.client.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Part;
import io.sluice.router.conversation.SignedId;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads content blocks. What only Anthropic has a word for stays as it came, for the provider that knows it. */
final class MessageBlocks {

    private static final String[] SETTINGS = {"title", "context", "citations"};

    private MessageBlocks() {}

    /** A text, or a list of blocks; the list is the caller's. */
    static List<Part> read(JsonNode content, String place) {
        List<Part> parts = new ArrayList<>();
        if (content.isTextual()) {
            parts.add(Part.Text.of(content.asText()));
        } else if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                read(content.get(i), place + '.' + i, parts);
            }
        } else {
            throw new UnsupportedRequestException(place + ": Input should be a text or a list of blocks");
        }
        return parts;
    }

    static void read(JsonNode block, String place, List<Part> parts) {
        if (!(block instanceof ObjectNode object)) {
            throw new UnsupportedRequestException(place + ": Input should be a content block");
        }
        ObjectNode mark = block.path("cache_control") instanceof ObjectNode given ? given : null;
        String type = block.path("type").asText("");
        switch (type) {
            case "text" -> parts.add(new Part.Text(block.path("text").asText(""), mark));
            case "image" -> parts.add(new Part.Image(media(block.path("source"), place), null, mark));
            case "document" -> document(object, place, mark, parts);
            case "tool_use" -> {
                SignedId id = SignedId.of(block.path("id").asText(""));
                parts.add(new Part.ToolCall(
                        id.id(),
                        block.path("name").asText(""),
                        block.path("input").isObject() ? block.path("input").toString() : "{}",
                        id.signature(),
                        mark));
            }
            case "thinking" -> {
                String signature = block.path("signature").asText("");
                parts.add(new Part.Thinking(block.path("thinking").asText(""), signature.isEmpty() ? null : signature));
            }
            case "redacted_thinking" ->
                parts.add(new Part.RedactedThinking(block.path("data").asText("")));
            default -> parts.add(new Part.Foreign(type, object));
        }
    }

    /** A document that is text or made of blocks is what any model can read; only a file needs a provider that takes files. */
    private static void document(ObjectNode block, String place, @Nullable ObjectNode mark, List<Part> parts) {
        JsonNode source = block.path("source");
        String title = block.path("title").isTextual() ? block.path("title").asText() : null;
        switch (source.path("type").asText("")) {
            case "text" -> {
                String text = source.path("data").asText("");
                parts.add(new Part.Text(title == null ? text : title + "\n\n" + text, mark));
            }
            case "content" -> parts.addAll(read(source.path("content"), place + ".source.content"));
            default -> {
                ObjectNode settings = MessagesProtocol.JSON.createObjectNode();
                for (String setting : SETTINGS) {
                    if (block.hasNonNull(setting)) {
                        settings.set(setting, block.get(setting));
                    }
                }
                parts.add(new Part.Document(media(source, place), null, settings.isEmpty() ? null : settings, mark));
            }
        }
    }

    private static Media media(JsonNode source, String place) {
        String type = source.path("type").asText("");
        return switch (type) {
            case "base64" ->
                new Media.Inline(
                        source.path("media_type").asText("application/octet-stream"),
                        source.path("data").asText(""));
            case "url" -> Media.of(source.path("url").asText(""), null);
            case "file" -> new Media.Uploaded(source.path("file_id").asText(""), null);
            default ->
                throw new UnsupportedRequestException(
                        place + ".source.type: '" + type + "' is none of base64, url, file, text, content");
        };
    }
}
