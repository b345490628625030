package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.UploadedFile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A form for a provider (RFC 7578): fields first, then the files, whose bytes are not copied. Written anew and not passed on as it came, so that nobody
 * can read it otherwise than the gateway has read it. One use.
 */
public final class FormBody {

    private static final String LINE = "\r\n";

    private final String boundary;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(512);

    public FormBody() {
        byte[] random = new byte[24];
        ThreadLocalRandom.current().nextBytes(random);
        boundary = "sluice-" + HexFormat.of().formatHex(random);
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** A list is one part for each of its elements. */
    public FormBody fields(ObjectNode fields) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (field.getValue().isArray()) {
                field.getValue().forEach(each -> field(field.getKey(), each));
            } else {
                field(field.getKey(), field.getValue());
            }
        }
        return this;
    }

    private void field(String name, JsonNode value) {
        write("--" + boundary + LINE + "content-disposition: form-data; name=\"" + quoted(name) + '"' + LINE + LINE);
        write(value.isContainerNode() ? value.toString() : value.asText());
        write(LINE);
    }

    public FormBody file(UploadedFile file, String contentType) {
        write("--" + boundary + LINE + "content-disposition: form-data; name=\"" + quoted(file.field())
                + "\"; filename=\"" + quoted(file.filename()) + '"' + LINE + "content-type: " + line(contentType)
                + LINE + LINE);
        pieces.add(ByteBuffer.wrap(head.toByteArray()));
        head.reset();
        pieces.add(file.content().duplicate());
        write(LINE);
        return this;
    }

    public List<ByteBuffer> build() {
        write("--" + boundary + "--" + LINE);
        pieces.add(ByteBuffer.wrap(head.toByteArray()));
        return pieces;
    }

    private void write(String text) {
        head.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As browsers write names: html.spec.whatwg.org, "multipart/form-data encoding algorithm" (seen 2026-11-26). */
    private static String quoted(String text) {
        return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String line(String text) {
        return text.replace('\r', ' ').replace('\n', ' ');
    }
}
