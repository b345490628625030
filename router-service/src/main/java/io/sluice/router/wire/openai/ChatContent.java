package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of a message as content of chat messages. What has no word there is refused, never left out. */
final class ChatContent {

    /** A file has to have a name; LiteLLM gives this one. */
    private static final String FILENAME = "document.pdf";

    private final String provider;

    /** @param provider name for messages */
    ChatContent(String provider) {
        this.provider = provider;
    }

    /** One text without a mark is a text, which every provider takes; anything else is a list of parts. */
    JsonNode of(List<Part> parts) {
        if (parts.isEmpty()) {
            return RequestRules.JSON.getNodeFactory().textNode("");
        }
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(String text, var mark) && mark == null) {
            return RequestRules.JSON.getNodeFactory().textNode(text);
        }
        ArrayNode content = RequestRules.JSON.createArrayNode();
        parts.forEach(part -> {
            ObjectNode json = part(part);
            if (part.cacheControl() != null) {
                json.set("cache_control", part.cacheControl());
            }
            content.add(json);
        });
        return content;
    }

    private ObjectNode part(Part part) {
        return switch (part) {
            case Part.Text text -> type("text").put("text", text.text());
            case Part.Refusal(String text) -> type("refusal").put("refusal", text);
            case Part.Image image -> image(image);
            case Part.Audio audio -> audio(audio);
            case Part.Video video -> {
                ObjectNode json = type("video_url");
                json.putObject("video_url").put("url", url(video.media(), "video"));
                yield json;
            }
            case Part.Document document -> document(document);
            case Part.Foreign foreign -> throw unknown(foreign.type());
            case Part.ToolCall ignored -> throw unknown("tool_use");
            case Part.Thinking ignored -> throw unknown("thinking");
            case Part.RedactedThinking ignored -> throw unknown("redacted_thinking");
            case Part.TextSignature ignored -> throw unknown("thought_signature");
        };
    }

    private static ObjectNode type(String type) {
        return RequestRules.JSON.createObjectNode().put("type", type);
    }

    private ObjectNode image(Part.Image image) {
        ObjectNode json = type("image_url");
        ObjectNode address = json.putObject("image_url").put("url", url(image.media(), "image"));
        if (image.detail() != null) {
            address.put("detail", image.detail());
        }
        return json;
    }

    private ObjectNode audio(Part.Audio audio) {
        ObjectNode json = type("input_audio");
        String data = audio.media() instanceof Media.Inline(var ignored, String base64)
                ? base64
                : url(audio.media(), "audio");
        json.putObject("input_audio").put("data", data).put("format", audio.format() == null ? "wav" : audio.format());
        return json;
    }

    private static ObjectNode document(Part.Document document) {
        ObjectNode json = type("file");
        ObjectNode file = json.putObject("file");
        switch (document.media()) {
            case Media.Uploaded(String id, var ignored) -> file.put("file_id", id);
            case Media.Inline inline ->
                file.put("filename", document.name() == null ? FILENAME : document.name())
                        .put("file_data", Media.asUrl(inline));
            case Media.Url(String url, var ignored) ->
                file.put("filename", document.name() == null ? FILENAME : document.name())
                        .put("file_data", url);
        }
        return json;
    }

    private String url(Media media, String what) {
        @Nullable String url = Media.asUrl(media);
        if (url == null) {
            throw new UnsupportedRequestException(
                    provider + " does not take an uploaded file as " + what + "; send it as a data URL or an address.");
        }
        return url;
    }

    private UnsupportedRequestException unknown(String type) {
        return new UnsupportedRequestException(
                provider + " does not know content parts of type '" + type + "' in this place.");
    }
}
