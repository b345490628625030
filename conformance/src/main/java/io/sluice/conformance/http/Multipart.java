package io.sluice.conformance.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.conformance.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code multipart/form-data}, written from a case and read back into the form in which cases keep it. */
public final class Multipart {
    private static final String BOUNDARY = "sluice-conformance-4b1d";
    private static final Pattern BOUNDARY_PARAMETER = Pattern.compile("boundary=\"?([^\";]+)");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");
    private static final Pattern TYPE = Pattern.compile("(?i)content-type: *([^\r\n]*)");

    private Multipart() {}

    public static String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    /** The body of a form; each byte is one char (ISO 8859-1), which keeps files whole. */
    public static byte[] write(JsonNode form) {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : form.properties()) {
            Iterable<JsonNode> values =
                    field.getValue().isArray() ? field.getValue() : Json.array().add(field.getValue());
            for (JsonNode value : values) {
                out.append("--").append(BOUNDARY).append("\r\ncontent-disposition: form-data; name=\"");
                out.append(latin(field.getKey())).append('"');
                if (value.isObject()) {
                    out.append("; filename=\"")
                            .append(latin(value.path("filename").asText()));
                    out.append("\"\r\ncontent-type: ")
                            .append(value.path("type").asText())
                            .append("\r\n\r\n");
                    byte[] file =
                            Base64.getMimeDecoder().decode(value.path("b64").asText());
                    out.append(new String(file, StandardCharsets.ISO_8859_1)).append("\r\n");
                } else {
                    out.append("\r\n\r\n").append(latin(value.asText())).append("\r\n");
                }
            }
        }
        return out.append("--").append(BOUNDARY).append("--\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Fields by name; files as name, type, size and the beginning of their SHA-256. */
    public static ObjectNode read(String contentType, byte[] body) {
        ObjectNode form = Json.object();
        Matcher boundary = BOUNDARY_PARAMETER.matcher(contentType);
        if (!boundary.find()) {
            return form;
        }
        String delimiter = "--" + boundary.group(1);
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(delimiter);
        while (at >= 0) {
            int next = text.indexOf(delimiter, at + delimiter.length());
            if (next < 0) {
                break;
            }
            readPart(text.substring(at + delimiter.length(), next), form);
            at = next;
        }
        return form;
    }

    private static void readPart(String part, ObjectNode form) {
        int blank = part.indexOf("\r\n\r\n");
        if (blank < 0) {
            return;
        }
        String head = part.substring(0, blank);
        byte[] data = part.substring(blank + 4, Math.max(blank + 4, part.length() - 2))
                .getBytes(StandardCharsets.ISO_8859_1);
        Matcher name = NAME.matcher(head);
        Matcher file = FILE_NAME.matcher(head);
        JsonNode value;
        if (file.find()) {
            Matcher type = TYPE.matcher(head);
            value = Json.object()
                    .put("filename", file.group(1))
                    .put("type", type.find() ? type.group(1) : null)
                    .put("sha256", Sha256.hex(data).substring(0, 16))
                    .put("size", data.length);
        } else {
            value = TextNode.valueOf(new String(data, StandardCharsets.UTF_8));
        }
        add(form, name.find() ? name.group(1) : "", value);
    }

    private static void add(ObjectNode form, String name, JsonNode value) {
        JsonNode there = form.get(name);
        if (there == null) {
            form.set(name, value);
        } else if (there instanceof ArrayNode several) {
            several.add(value);
        } else {
            form.set(name, Json.array().add(there).add(value));
        }
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
