package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.Set;

/** Parts of a message: text, images, documents. What Anthropic cannot take is refused, never left out. */
final class ContentTranslation {

    private static final String BASE64 = ";base64,";

    private final Set<String> betas;

    ContentTranslation(Set<String> betas) {
        this.betas = betas;
    }

    ArrayNode parts(JsonNode content) {
        ArrayNode parts = MessagesRequest.JSON.createArrayNode();
        if (content.isArray()) {
            content.forEach(part -> parts.add(part(part)));
        } else {
            String text = content.asText("");
            parts.addObject().put("type", "text").put("text", text.isEmpty() ? MessageTranslation.emptyText() : text);
        }
        return parts;
    }

    ArrayNode texts(JsonNode content) {
        ArrayNode texts = MessagesRequest.JSON.createArrayNode();
        if (content.isArray()) {
            content.forEach(part -> texts.add(part(part)));
        } else if (!content.asText("").isEmpty()) {
            texts.addObject().put("type", "text").put("text", content.asText());
        }
        return texts;
    }

    private JsonNode part(JsonNode part) {
        ObjectNode translated = switch (part.path("type").asText()) {
            case "text", "input_text" -> text(part.path("text").asText());
            case "image_url" -> image(part.path("image_url"));
            case "file" -> file(part.path("file"));
            case "input_audio" ->
                throw new UnsupportedRequestException("Anthropic does not take audio (content part input_audio).");
            default -> part.isTextual() ? text(part.asText()) : anthropicsOwn(part);
        };
        if (part.path("cache_control").isObject()) {
            translated.set("cache_control", part.path("cache_control"));
        }
        return translated;
    }

    private static ObjectNode text(String text) {
        return MessagesRequest.JSON
                .createObjectNode()
                .put("type", "text")
                .put("text", text.isEmpty() ? MessageTranslation.emptyText() : text);
    }

    /** A part that is Anthropic's own already (document, image, tool_result ...) passes. */
    private static ObjectNode anthropicsOwn(JsonNode part) {
        Set<String> own = Set.of(
                "image",
                "document",
                "tool_use",
                "tool_result",
                "thinking",
                "redacted_thinking",
                "container_upload",
                "search_result",
                "server_tool_use",
                "web_search_tool_result");
        if (part instanceof ObjectNode object && own.contains(part.path("type").asText())) {
            return object.deepCopy();
        }
        throw new UnsupportedRequestException(
                "the content part of type '" + part.path("type").asText() + "' is not known to Anthropic.");
    }

    private static ObjectNode image(JsonNode image) {
        String url = image.isTextual() ? image.asText() : image.path("url").asText();
        ObjectNode part = MessagesRequest.JSON.createObjectNode().put("type", "image");
        if (url.startsWith("data:")) {
            part.set("source", base64(url, "image"));
        } else {
            // Anthropic fetches it itself: docs.anthropic.com/en/docs/build-with-claude/vision
            part.putObject("source").put("type", "url").put("url", url);
        }
        return part;
    }

    private ObjectNode file(JsonNode file) {
        if (file.path("file_id").isTextual()) {
            betas.add("files-api-2025-04-14");
            return MessagesRequest.JSON
                    .createObjectNode()
                    .put("type", "container_upload")
                    .put("file_id", file.path("file_id").asText());
        }
        String data = file.path("file_data").asText();
        ObjectNode part = MessagesRequest.JSON.createObjectNode().put("type", "document");
        if (data.startsWith("http")) {
            part.putObject("source").put("type", "url").put("url", data);
        } else {
            part.set("source", base64(data, "file"));
        }
        return part;
    }

    private static ObjectNode base64(String dataUrl, String what) {
        int comma = dataUrl.indexOf(BASE64);
        if (!dataUrl.startsWith("data:") || comma < 0) {
            throw new UnsupportedRequestException(
                    "the " + what + " must be a data URL with base64 content, or a http(s) URL.");
        }
        return MessagesRequest.JSON
                .createObjectNode()
                .put("type", "base64")
                .put("media_type", dataUrl.substring("data:".length(), comma))
                .put("data", dataUrl.substring(comma + BASE64.length()));
    }
}
