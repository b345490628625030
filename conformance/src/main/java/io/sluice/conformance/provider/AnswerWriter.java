package io.sluice.conformance.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.conformance.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Writes scripted answers onto connections. Stateless. */
final class AnswerWriter {
    /** So that what was sent arrives before the connection is cut. */
    private static final long BEFORE_CUT_MS = 20;

    private final String address;
    private final int chop;

    AnswerWriter(String address, int chop) {
        this.address = address;
        this.chop = chop;
    }

    /** Whether the connection goes on. */
    boolean write(Socket socket, JsonNode answer, ReceivedRequest request) throws IOException {
        pause(answer.path("delay_ms").asLong());
        if (answer.path("drop").asBoolean()) {
            return false;
        }
        JsonNode stream = answer.path("stream");
        boolean wanted = request.wantsStream();
        boolean onlyIfAsked = stream.path("only_if_asked").asBoolean();
        if (!stream.isMissingNode() && (wanted || !answer.has("json")) && (wanted || !onlyIfAsked)) {
            return stream(socket, answer, request);
        }
        String type = answer.path("type").asText("application/json");
        whole(socket, answer.path("status").asInt(200), answer.path("headers"), body(answer), type);
        return true;
    }

    void asset(Socket socket, String type, byte[] data, ReceivedRequest request) throws IOException {
        boolean head = request.method().equals("HEAD");
        OutputStream out = socket.getOutputStream();
        out.write(utf8("HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\ncontent-length: " + data.length + "\r\n\r\n"));
        out.write(head ? new byte[0] : data);
        out.flush();
    }

    void whole(Socket socket, int status, @Nullable JsonNode headers, byte[] data, String type) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\ncontent-type: " + type);
        head.append("\r\ncontent-length: ").append(data.length).append("\r\n");
        append(head, headers);
        OutputStream out = socket.getOutputStream();
        byte[] start = utf8(head + "\r\n");
        byte[] all = new byte[start.length + data.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(data, 0, all, start.length, data.length);
        out.write(all);
        out.flush();
    }

    private byte[] body(JsonNode answer) {
        if (answer.has("b64")) {
            return Base64.getMimeDecoder().decode(answer.path("b64").asText());
        }
        return utf8(
                answer.has("text")
                        ? answer.path("text").asText()
                        : Json.compact(answer.has("json") ? answer.path("json") : Json.MAPPER.nullNode())
                                .replace("${UPSTREAM}", address));
    }

    private boolean stream(Socket socket, JsonNode answer, ReceivedRequest request) throws IOException {
        JsonNode stream = answer.path("stream");
        boolean linesInstead = stream.path("negotiated").asBoolean()
                && !request.header("accept").contains("text/event-stream");
        String kind = linesInstead ? "jsonl" : stream.path("kind").asText();
        StringBuilder head =
                new StringBuilder("HTTP/1.1 " + answer.path("status").asInt(200) + " OK\r\ncontent-type: ");
        head.append(stream.path("type").asText(Frames.contentType(kind))).append("\r\ntransfer-encoding: chunked\r\n");
        append(head, answer.path("headers"));
        OutputStream out = socket.getOutputStream();
        out.write(utf8(head + "\r\n"));
        for (byte[] frame : Frames.encode(kind, stream.path("frames"), request.wantsUsage())) {
            chunks(out, frame);
        }
        if (stream.path("end").asText().equals("truncate")) {
            out.flush();
            pause(BEFORE_CUT_MS);
            return false;
        }
        out.write(utf8("0\r\n\r\n"));
        out.flush();
        return true;
    }

    private void chunks(OutputStream out, byte[] data) throws IOException {
        int size = chop > 0 ? chop : Math.max(1, data.length);
        for (int at = 0; at < data.length; at += size) {
            int length = Math.min(size, data.length - at);
            byte[] start = utf8(Integer.toHexString(length) + "\r\n");
            byte[] piece = new byte[start.length + length + 2];
            System.arraycopy(start, 0, piece, 0, start.length);
            System.arraycopy(data, at, piece, start.length, length);
            piece[piece.length - 2] = '\r';
            piece[piece.length - 1] = '\n';
            out.write(piece);
            out.flush();
        }
    }

    private static void append(StringBuilder head, @Nullable JsonNode headers) {
        if (headers != null) {
            headers.properties()
                    .forEach(h -> head.append(h.getKey())
                            .append(": ")
                            .append(h.getValue().asText())
                            .append("\r\n"));
        }
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
