package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.MakersMark;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts of a message as content blocks: API_runtime_ContentBlock.html. What Bedrock cannot take is refused, never left out. */
final class ConverseContent {

    /** Blocks that are Converse's own. */
    private static final Set<String> OWN =
            Set.of("guardContent", "cachePoint", "citationsContent", "searchResult", "audio");

    private static final int SAMPLE = 64 * 1024;

    private static final Map<String, String> FORMATS = Map.ofEntries(
            Map.entry("image/jpg", "jpeg"),
            Map.entry("application/msword", "doc"),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
            Map.entry("application/vnd.ms-excel", "xls"),
            Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
            Map.entry("text/plain", "txt"),
            Map.entry("text/markdown", "md"),
            Map.entry("video/quicktime", "mov"),
            Map.entry("video/x-matroska", "mkv"),
            Map.entry("video/3gpp", "three_gp"),
            Map.entry("video/x-flv", "flv"),
            Map.entry("video/x-ms-wmv", "wmv"));

    private ConverseContent() {}

    /** Adds the block of this part, and the mark of the cache behind it. Nothing for an empty text, which Bedrock refuses. */
    static void add(Part part, ArrayNode blocks) {
        ObjectNode block = block(part);
        if (block != null) {
            blocks.add(block);
            ObjectNode mark = part.cacheControl();
            if (mark != null) {
                blocks.add(CachePoint.of(mark));
            }
        }
    }

    private static @Nullable ObjectNode block(Part part) {
        return switch (part) {
            case Part.Text(String text, var ignored) -> text.isEmpty() ? null : text(text);
            case Part.Refusal(String text) -> text(text);
            case Part.Image image -> media("image", image.media());
            case Part.Video video -> media("video", video.media());
            case Part.Document document -> document(document);
            case Part.ToolCall call -> toolUse(call);
            case Part.Thinking thinking -> thinking(thinking);
            case Part.RedactedThinking(String data) -> {
                if (MakersMark.isMarked(data)) {
                    yield null;
                }
                ObjectNode block = ConverseRequest.JSON.createObjectNode();
                block.putObject("reasoningContent").put("redactedContent", data);
                yield block;
            }
            case Part.TextSignature ignored -> null; // another provider's proof
            case Part.Foreign foreign -> foreign(foreign);
            case Part.Audio ignored ->
                throw new UnsupportedRequestException("Bedrock does not take audio (content part input_audio).");
        };
    }

    private static ObjectNode text(String text) {
        return ConverseRequest.JSON.createObjectNode().put("text", text);
    }

    /** Reasoning without a signature is another provider's, and Claude refuses it. */
    private static @Nullable ObjectNode thinking(Part.Thinking thinking) {
        if (thinking.signature() == null || MakersMark.isMarked(thinking.signature())) {
            return null;
        }
        ObjectNode block = ConverseRequest.JSON.createObjectNode();
        block.putObject("reasoningContent")
                .putObject("reasoningText")
                .put("text", thinking.text())
                .put("signature", thinking.signature());
        return block;
    }

    private static ObjectNode toolUse(Part.ToolCall call) {
        ObjectNode block = ConverseRequest.JSON.createObjectNode();
        block.putObject("toolUse")
                .put("toolUseId", call.id())
                .put("name", call.name())
                .set("input", call.input());
        return block;
    }

    private static ObjectNode foreign(Part.Foreign foreign) {
        if (foreign.type().equals("guarded_text")) {
            ObjectNode block = ConverseRequest.JSON.createObjectNode();
            block.putObject("guardContent")
                    .putObject("text")
                    .set("text", foreign.json().path("text"));
            return block;
        }
        for (String own : OWN) {
            if (foreign.json().has(own)) {
                return foreign.json().deepCopy();
            }
        }
        throw new UnsupportedRequestException(
                "the content part of type '" + foreign.type() + "' is not known to Bedrock.");
    }

    private static ObjectNode media(String kind, Media media) {
        ObjectNode block = ConverseRequest.JSON.createObjectNode();
        ObjectNode inner = block.putObject(kind);
        inner.put("format", format(kind, media));
        source(kind, inner, media);
        return block;
    }

    private static ObjectNode document(Part.Document document) {
        ObjectNode block = media("document", document.media());
        ObjectNode inner = (ObjectNode) block.path("document");
        // a name is a way into the prompt, so the client's is not taken: API_runtime_DocumentBlock.html
        inner.put(
                "name",
                "DocumentPDFmessages_" + fingerprint(document.media()) + '_'
                        + inner.path("format").asText());
        if (document.settings() != null
                && document.settings().path("citations").path("enabled").asBoolean()) {
            inner.putObject("citations").put("enabled", true);
        }
        return block;
    }

    private static void source(String kind, ObjectNode block, Media media) {
        ObjectNode source = block.putObject("source");
        switch (media) {
            case Media.Inline(var ignored, String base64) -> source.put("bytes", base64);
            case Media.Url(String url, var ignored)
            when url.startsWith("s3://") -> source.putObject("s3Location").put("uri", url);
            case Media.Url ignored ->
                throw new UnsupportedRequestException("Bedrock takes no address of a " + kind
                        + " other than s3://; send it as a data URL with base64 content.");
            case Media.Uploaded ignored ->
                throw new UnsupportedRequestException(
                        "Bedrock has no uploaded files; send the " + kind + " as a data URL with base64 content.");
        }
    }

    private static String format(String kind, Media media) {
        String type = switch (media) {
            case Media.Inline(String mimeType, var ignored) -> mimeType;
            case Media.Url(String url, @Nullable String mimeType) ->
                mimeType != null ? mimeType : kind + '/' + url.substring(url.lastIndexOf('.') + 1);
            case Media.Uploaded(var ignored, @Nullable String mimeType) -> mimeType == null ? "" : mimeType;
        };
        String plain = type.contains(";") ? type.substring(0, type.indexOf(';')) : type;
        return FORMATS.getOrDefault(plain, plain.substring(plain.lastIndexOf('/') + 1));
    }

    /**
     * The same for the same content, so that a prompt cache recognises it in the next turn: LiteLLM's rule, so that a cache survives the move.
     */
    private static String fingerprint(Media media) {
        String content = switch (media) {
            case Media.Inline(var ignored, String base64) -> base64;
            case Media.Url(String url, var ignored) -> url;
            case Media.Uploaded(String id, var ignored) -> id;
        };
        String start = content.length() > SAMPLE ? content.substring(0, SAMPLE) : content;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((start + content.length()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
