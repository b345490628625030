package io.sluice.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x\r\n\r\n"
            + "5\r\nhello\r\n1a\r\n, this is the second chunk\r\n0\r\nx: y\r\n\r\n";
    private static final String WHOLE = "HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\nconnection: close\r\n\r\nnope";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void shouldReadMessagesHoweverTheyAreCut(int size) {
        MessageReader reader = new MessageReader();
        byte[] bytes = (CHUNKED + WHOLE).getBytes(StandardCharsets.US_ASCII);
        int messages = 0;
        for (int at = 0; at < bytes.length; at += size) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at));
            while (piece.hasRemaining()) {
                if (reader.read(piece)) {
                    messages++;
                    assertThat(reader.status()).isEqualTo(messages == 1 ? 200 : 404);
                    assertThat(body(reader)).isEqualTo(messages == 1 ? "hello, this is the second chunk" : "nope");
                    assertThat(reader.closes()).isEqualTo(messages == 2);
                }
            }
        }
        assertThat(messages).isEqualTo(2);
    }

    @Test
    void shouldTakeARequestWithoutLengthAsOneWithoutBody() {
        MessageReader reader = new MessageReader();
        ByteBuffer bytes = ByteBuffer.wrap("GET / HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(reader.read(bytes)).isTrue();
        assertThat(reader.bodyLength()).isZero();
    }

    private static String body(MessageReader reader) {
        return new String(reader.body(), 0, reader.bodyLength(), StandardCharsets.US_ASCII);
    }
}
