package io.sluice.gateway.files;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Puts the content of files where a request names them, in the words of its protocol: {@code file_data} and {@code image_url} of OpenAI's chats and responses
 * (platform.openai.com/docs/guides/pdf-files), a {@code source} of Anthropic's messages (platform.claude.com/docs/en/build-with-claude/files), both seen 2026-11-27. All
 * wires carry these. Stateless.
 */
final class FileContents {

    /** Numbers stay as they were written. */
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

    private static final String ID = "file_id";

    /** What stands in a file. */
    record Content(String filename, byte[] bytes) {

        String mediaType() {
            String guessed = URLConnection.guessContentTypeFromName(filename);
            return guessed == null ? "application/octet-stream" : guessed;
        }

        String base64() {
            return Base64.getEncoder().encodeToString(bytes);
        }

        String dataUrl() {
            return "data:" + mediaType() + ";base64," + base64();
        }
    }

    private FileContents() {}

    /**
     * @param json that was scanned
     * @param files by id; other ids stay
     */
    static byte[] in(byte[] json, int offset, int length, Map<String, Content> files) {
        try {
            JsonNode root = JSON.readTree(json, offset, length);
            visit(root, files);
            return JSON.writeValueAsBytes(root);
        } catch (IOException scanned) {
            throw new UncheckedIOException("a body that was not scanned", scanned);
        }
    }

    private static void visit(JsonNode node, Map<String, Content> files) {
        if (node instanceof ObjectNode object && object.path(ID).isTextual()) {
            Content content = files.get(object.path(ID).asText());
            if (content != null) {
                replace(object, content);
            }
        }
        node.forEach(child -> visit(child, files));
    }

    private static void replace(ObjectNode named, Content content) {
        switch (named.path("type").asText("")) {
            case "file" -> source(named, content);
            case "input_image" -> {
                named.remove(ID);
                named.put("image_url", content.dataUrl());
            }
            default -> {
                named.remove(ID);
                named.put("file_data", content.dataUrl());
                if (!named.hasNonNull("filename")) {
                    named.put("filename", content.filename());
                }
            }
        }
    }

    private static void source(ObjectNode source, Content content) {
        source.removeAll();
        String type = content.mediaType();
        if (type.startsWith("text/")) {
            source.put("type", "text")
                    .put("media_type", "text/plain")
                    .put("data", new String(content.bytes(), StandardCharsets.UTF_8));
        } else {
            source.put("type", "base64").put("media_type", type).put("data", content.base64());
        }
    }
}
