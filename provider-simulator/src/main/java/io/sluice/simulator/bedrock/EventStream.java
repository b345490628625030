package io.sluice.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.exchange.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Messages of {@code application/vnd.amazon.eventstream}: lengths, checksum of them, headers, payload, checksum of all. Sources:
 * smithy.io/2.0/aws/amazon-eventstream.html, botocore/eventstream.py (1.44.8).
 */
final class EventStream {

    private static final int STRING = 7;
    private static final int AROUND = 16;

    private EventStream() {}

    static MultiMap headers() {
        return HttpHeaders.headers().add(HttpHeaders.CONTENT_TYPE, "application/vnd.amazon.eventstream");
    }

    /** An event. */
    static Buffer event(String type, JsonNode payload) {
        Buffer headers = Buffer.buffer();
        header(headers, ":event-type", type);
        header(headers, ":content-type", "application/json");
        header(headers, ":message-type", "event");
        return message(headers, Json.bytes(payload));
    }

    /** An exception, which ends a stream. */
    static Buffer exception(String type, String message) {
        Buffer headers = Buffer.buffer();
        header(headers, ":exception-type", type);
        header(headers, ":content-type", "application/json");
        header(headers, ":message-type", "exception");
        return message(headers, Json.bytes(Json.object().put("message", message)));
    }

    /** An event whose last checksum is wrong. */
    static Buffer garbage() {
        Buffer good = event("contentBlockDelta", Json.object().put("garbage", true));
        int last = good.length() - 1;
        return good.copy().setByte(last, (byte) ~good.getByte(last));
    }

    private static Buffer message(Buffer headers, Buffer payload) {
        Buffer message = Buffer.buffer();
        message.appendInt(AROUND + headers.length() + payload.length()).appendInt(headers.length());
        message.appendInt(crc(message)).appendBuffer(headers).appendBuffer(payload);
        return message.appendInt(crc(message));
    }

    private static void header(Buffer headers, String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        headers.appendByte((byte) nameBytes.length).appendBytes(nameBytes).appendByte((byte) STRING);
        headers.appendShort((short) valueBytes.length).appendBytes(valueBytes);
    }

    private static int crc(Buffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.getBytes());
        return (int) crc.getValue();
    }
}
