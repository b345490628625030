package io.sluice.conformance.provider;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/** Messages of {@code application/vnd.amazon.eventstream} with text headers (AWS: "Event stream encoding"). */
final class AwsEventStream {
    private static final byte TEXT = 7;

    private AwsEventStream() {}

    /** One message: total length, header length, CRC of both, headers, payload, CRC of all before. */
    static byte[] message(Map<String, String> headers, byte[] payload) {
        int headerBytes = headers.entrySet().stream()
                .mapToInt(h -> 4 + utf8(h.getKey()).length + utf8(h.getValue()).length)
                .sum();
        ByteBuffer out = ByteBuffer.allocate(16 + headerBytes + payload.length);
        out.putInt(out.capacity()).putInt(headerBytes).putInt(crc(out));
        headers.forEach((name, value) -> {
            out.put((byte) utf8(name).length).put(utf8(name)).put(TEXT);
            out.putShort((short) utf8(value).length).put(utf8(value));
        });
        out.put(payload).putInt(crc(out));
        return out.array();
    }

    private static int crc(ByteBuffer written) {
        CRC32 crc = new CRC32();
        crc.update(written.array(), 0, written.position());
        return (int) crc.getValue();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
