package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.MakersMark;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts of a message as content blocks. What Anthropic cannot take is refused, never left out. */
final class ContentTranslation {

    /** Blocks that are Anthropic's own: docs.anthropic.com/en/api/messages (seen 2026-11-24). */
    private static final Set<String> OWN = Set.of(
            "image",
            "document",
            "tool_use",
            "tool_result",
            "container_upload",
            "search_result",
            "server_tool_use",
            "web_search_tool_result");

    private final Set<String> betas;

    ContentTranslation(Set<String> betas) {
        this.betas = betas;
    }

    ArrayNode blocks(List<Part> parts) {
        ArrayNode blocks = MessagesRequest.JSON.createArrayNode();
        for (Part part : parts) {
            ObjectNode block = block(part);
            if (block != null) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    /** An earlier answer: texts of nothing are left out beside anything else, since Anthropic refuses them. */
    ArrayNode said(List<Part> parts) {
        return blocks(parts.stream()
                .filter(part -> !MessageTranslation.isEmptyText(part))
                .toList());
    }

    private @Nullable ObjectNode block(Part part) {
        ObjectNode block = switch (part) {
            case Part.Text text ->
                block("text").put("text", text.text().isEmpty() ? MessageTranslation.EMPTY : text.text());
            case Part.Image image -> source(block("image"), image.media());
            case Part.Document document -> document(document);
            case Part.ToolCall call -> toolUse(call);
            case Part.Thinking thinking -> thinking(thinking);
            case Part.RedactedThinking(String data) ->
                MakersMark.isMarked(data) ? null : block("redacted_thinking").put("data", data);
            case Part.TextSignature ignored -> null; // another provider's proof
            case Part.Refusal(String text) -> block("text").put("text", text);
            case Part.Foreign foreign -> foreign(foreign);
            case Part.Audio ignored ->
                throw new UnsupportedRequestException("Anthropic does not take audio (content part input_audio).");
            case Part.Video ignored ->
                throw new UnsupportedRequestException("Anthropic does not take video (content part video_url).");
        };
        if (block != null && part.cacheControl() != null) {
            block.set("cache_control", part.cacheControl());
        }
        return block;
    }

    private static ObjectNode block(String type) {
        return MessagesRequest.JSON.createObjectNode().put("type", type);
    }

    /** Reasoning without a signature is another provider's, and Anthropic refuses it. */
    private static @Nullable ObjectNode thinking(Part.Thinking thinking) {
        return thinking.signature() == null || MakersMark.isMarked(thinking.signature())
                ? null
                : block("thinking").put("thinking", thinking.text()).put("signature", thinking.signature());
    }

    private static ObjectNode toolUse(Part.ToolCall call) {
        ObjectNode use = block("tool_use").put("id", call.id()).put("name", call.name());
        use.set("input", call.input());
        return use;
    }

    private static ObjectNode foreign(Part.Foreign foreign) {
        if (OWN.contains(foreign.type())) {
            return foreign.json().deepCopy();
        }
        throw new UnsupportedRequestException(
                "the content part of type '" + foreign.type() + "' is not known to Anthropic.");
    }

    private ObjectNode document(Part.Document document) {
        if (document.media() instanceof Media.Uploaded(String id, var ignored)) {
            betas.add("files-api-2025-04-14");
            return block("container_upload").put("file_id", id);
        }
        ObjectNode block = source(block("document"), document.media());
        if (document.settings() != null) {
            block.setAll(document.settings());
        }
        return block;
    }

    /** Anthropic fetches addresses itself: docs.anthropic.com/en/docs/build-with-claude/vision. */
    private static ObjectNode source(ObjectNode block, Media media) {
        ObjectNode source = block.putObject("source");
        switch (media) {
            case Media.Inline(String mimeType, String base64) ->
                source.put("type", "base64").put("media_type", mimeType).put("data", base64);
            case Media.Url(String url, var ignored) -> {
                if (!url.startsWith("http")) {
                    throw new UnsupportedRequestException(
                            "the " + block.path("type").asText()
                                    + " must be a data URL with base64 content, or a http(s) URL.");
                }
                source.put("type", "url").put("url", url);
            }
            case Media.Uploaded(String id, var ignored) ->
                source.put("type", "file").put("file_id", id);
        }
        return block;
    }
}
