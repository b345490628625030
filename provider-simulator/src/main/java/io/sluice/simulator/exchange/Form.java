package io.sluice.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form: its texts as a JSON object (of a name that comes several times, a list; {@code name[]} is {@code name} and
 * always a list) and its files. Sources: RFC 7578 (multipart/form-data), URL Standard 5 (urlencoded).
 */
record Form(ObjectNode fields, List<Upload> uploads) {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
    private static final Pattern NAME = Pattern.compile("(?i)[; ]name=\"([^\"]*)\"");
    private static final Pattern FILENAME = Pattern.compile("(?i)filename=\"([^\"]*)\"");
    private static final Pattern TYPE = Pattern.compile("(?im)^content-type:\\s*([^\\r\\n]+)");
    private static final byte[] BLANK = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The form in {@code body}, null when {@code contentType} is no form's. */
    static @Nullable Form of(@Nullable String contentType, Buffer body) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        Form form = new Form(Json.object(), new ArrayList<>());
        if (type.startsWith("application/x-www-form-urlencoded")) {
            form.addPairs(body.toString(StandardCharsets.UTF_8));
            return form;
        }
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!type.startsWith("multipart/form-data") || !boundary.find()) {
            return null;
        }
        form.addParts(body, ("--" + boundary.group(1)).getBytes(StandardCharsets.US_ASCII));
        return form;
    }

    /** The pairs of a query or of an urlencoded body. */
    static ObjectNode pairs(String text) {
        Form form = new Form(Json.object(), List.of());
        form.addPairs(text);
        return form.fields;
    }

    private void addPairs(String text) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('&', start);
            String pair = text.substring(start, end < 0 ? text.length() : end);
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                add(decoded(equals < 0 ? pair : pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
            start = end < 0 ? text.length() : end + 1;
        }
    }

    private void addParts(Buffer body, byte[] delimiter) {
        byte[] bytes = body.getBytes();
        int at = indexOf(bytes, delimiter, 0);
        while (at >= 0) {
            int head = at + delimiter.length + 2;
            int blank = indexOf(bytes, BLANK, head - 2);
            int next = indexOf(bytes, delimiter, head);
            if (blank < 0 || next < 0 || blank > next) {
                return;
            }
            int content = blank + BLANK.length;
            String heads = new String(bytes, head, Math.max(0, blank - head), StandardCharsets.UTF_8);
            addPart(heads, body.slice(content, Math.max(content, next - 2)));
            at = next;
        }
    }

    private void addPart(String heads, Buffer content) {
        Matcher name = NAME.matcher(heads);
        if (!name.find()) {
            return;
        }
        Matcher filename = FILENAME.matcher(heads);
        if (filename.find()) {
            Matcher type = TYPE.matcher(heads);
            String contentType = type.find() ? type.group(1).strip() : "application/octet-stream";
            uploads.add(new Upload(bare(name.group(1)), filename.group(1), contentType, content));
        } else {
            add(name.group(1), content.toString(StandardCharsets.UTF_8));
        }
    }

    private void add(String name, String value) {
        String bare = bare(name);
        JsonNode old = fields.get(bare);
        if (old instanceof ArrayNode list) {
            list.add(value);
        } else if (old != null) {
            fields.putArray(bare).add(old).add(value);
        } else if (bare.length() < name.length()) {
            fields.putArray(bare).add(value);
        } else {
            fields.put(bare, value);
        }
    }

    private static String bare(String name) {
        return name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int i = Math.max(0, from); i <= bytes.length - wanted.length; i++) {
            int j = 0;
            while (j < wanted.length && bytes[i + j] == wanted[j]) {
                j++;
            }
            if (j == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
