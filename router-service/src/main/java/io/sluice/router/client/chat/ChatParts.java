package io.sluice.router.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import org.jspecify.annotations.Nullable;

/** Reads content parts of chat messages. What has no word in OpenAI's protocol stays as it came, for the provider that knows it. */
final class ChatParts {

    private ChatParts() {}

    static Part read(JsonNode part, String place) {
        if (part.isTextual()) {
            return Part.Text.of(part.asText());
        }
        if (!(part instanceof ObjectNode object)) {
            throw new UnsupportedRequestException(place + ": Input should be a content part");
        }
        ObjectNode mark = part.path("cache_control") instanceof ObjectNode given ? given : null;
        String type = part.path("type").asText("");
        return switch (type) {
            case "text", "input_text", "output_text" ->
                new Part.Text(part.path("text").asText(""), mark);
            case "image_url", "input_image" -> image(part.path("image_url"), part, place, mark);
            case "input_audio" -> audio(part.path("input_audio"), place, mark);
            case "video_url" -> new Part.Video(media(part.path("video_url"), "url", place), mark);
            case "file", "input_file" -> file(part.path("file"), place, mark);
            case "refusal" -> new Part.Refusal(part.path("refusal").asText(""));
            case "thinking" -> new Part.Thinking(part.path("thinking").asText(""), text(part, "signature"));
            case "redacted_thinking" ->
                new Part.RedactedThinking(part.path("data").asText(""));
            default -> new Part.Foreign(type, object);
        };
    }

    private static Part image(JsonNode image, JsonNode part, String place, @Nullable ObjectNode mark) {
        String detail = text(image, "detail");
        return new Part.Image(media(image, "url", place), detail == null ? text(part, "detail") : detail, mark);
    }

    private static Part audio(JsonNode audio, String place, @Nullable ObjectNode mark) {
        String format = text(audio, "format");
        String data = audio.path("data").asText("");
        if (data.isEmpty()) {
            throw new UnsupportedRequestException(place + ".input_audio.data: Field required");
        }
        Media media = data.startsWith("data:") || data.startsWith("http")
                ? Media.of(data, null)
                : new Media.Inline("audio/" + (format == null ? "wav" : format), data);
        return new Part.Audio(media, format, mark);
    }

    private static Part file(JsonNode file, String place, @Nullable ObjectNode mark) {
        String mimeType = text(file, "format");
        String id = text(file, "file_id");
        String data = text(file, "file_data");
        Media media;
        if (data != null) {
            media = Media.of(data, mimeType);
        } else if (id == null) {
            throw new UnsupportedRequestException(place + ".file: file_data or file_id is required");
        } else if (id.startsWith("http://")
                || id.startsWith("https://")
                || id.startsWith("gs://")
                || id.startsWith("data:")) {
            media = Media.of(id, mimeType);
        } else {
            media = new Media.Uploaded(id, mimeType);
        }
        return new Part.Document(media, text(file, "filename"), null, mark);
    }

    private static Media media(JsonNode node, String member, String place) {
        String url = node.isTextual() ? node.asText() : node.path(member).asText("");
        if (url.isEmpty()) {
            throw new UnsupportedRequestException(place + ": an address or a data URL is required");
        }
        return Media.of(url, text(node, "format"));
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).isTextual() ? node.path(name).asText() : null;
    }
}
