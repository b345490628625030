package io.sluice.gateway.files;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the content of files where a request names them, in the words of its protocol: {@code file_data} and {@code image_url} of OpenAI's chats and responses
 * (platform.openai.com/docs/guides/pdf-files), a {@code source} of Anthropic's messages (platform.claude.com/docs/en/build-with-claude/files), both seen 2026-11-27. All
 * wires carry these. One use.
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

    private final Map<String, Content> files;
    private long left;

    private FileContents(Map<String, Content> files, long limit) {
        this.files = files;
        this.left = limit;
    }

    /**
     * Parses, copies and writes: not for an event loop.
     *
     * @param files by id; other ids stay
     * @param limit bytes of all files that are put in: each mention is a copy
     * @return empty when it would be more
     * @throws IOException what the scan lets through and JSON does not: bytes that are no UTF-8, for example
     */
    static Optional<byte[]> in(byte[] json, int offset, int length, Map<String, Content> files, long limit)
            throws IOException {
        JsonNode root = JSON.readTree(json, offset, length);
        FileContents contents = new FileContents(files, limit);
        contents.visit(root);
        return contents.left < 0 ? Optional.empty() : Optional.of(JSON.writeValueAsBytes(root));
    }

    private void visit(JsonNode node) {
        if (node instanceof ObjectNode object && object.path(ID).isTextual()) {
            Content content = files.get(object.path(ID).asText());
            if (content != null) {
                left -= content.bytes().length;
                if (left >= 0) {
                    replace(object, content);
                }
            }
        }
        node.forEach(this::visit);
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
