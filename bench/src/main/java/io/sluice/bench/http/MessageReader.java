package io.sluice.bench.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads HTTP/1.1 messages from bytes as they come (RFC 9112): head, then a body by {@code content-length} or in chunks. The body of a
 * message is kept until the next one begins. Not thread-safe.
 */
public final class MessageReader {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODING = "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);

    private enum State {
        HEAD,
        FIXED,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        DONE
    }

    private State state = State.DONE;
    private byte[] head = new byte[2_048];
    private int headLength;
    private byte[] body = new byte[4_096];
    private int bodyLength;
    private long left;
    private int lineLength;
    private boolean closes;

    /**
     * Takes bytes until a message is complete; what follows it stays in {@code in}.
     *
     * @return whether a message is complete
     */
    public boolean read(ByteBuffer in) {
        if (state == State.DONE) {
            state = State.HEAD;
            headLength = 0;
            bodyLength = 0;
        }
        while (in.hasRemaining() && state != State.DONE) {
            switch (state) {
                case HEAD -> readHead(in);
                case FIXED -> readFixed(in);
                case CHUNK_SIZE -> readChunkSize(in.get());
                case CHUNK -> readChunk(in);
                case CHUNK_END -> state = in.get() == '\n' ? startChunkSize() : State.CHUNK_END;
                case TRAILER -> readTrailer(in.get());
                case DONE -> throw new IllegalStateException();
            }
        }
        return state == State.DONE;
    }

    private void readHead(ByteBuffer in) {
        byte next = in.get();
        if (headLength == head.length) {
            head = Arrays.copyOf(head, 2 * headLength);
        }
        head[headLength++] = next;
        if (next == '\n' && headLength >= 4 && head[headLength - 2] == '\r' && head[headLength - 3] == '\n') {
            headComplete();
        }
    }

    private void headComplete() {
        left = 0;
        closes = false;
        boolean chunked = false;
        int line = 0;
        while (line < headLength - 2) {
            if (startsWith(line, LENGTH)) {
                left = number(line + LENGTH.length);
            } else if (startsWith(line, CODING)) {
                chunked = true;
            } else if (startsWith(line, CLOSE)) {
                closes = true;
            }
            while (head[line] != '\n') {
                line++;
            }
            line++;
        }
        state = chunked ? startChunkSize() : left > 0 ? State.FIXED : State.DONE;
    }

    private boolean startsWith(int at, byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            byte c = head[at + i];
            if ((c >= 'A' && c <= 'Z' ? c + 0x20 : c) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private long number(int from) {
        long number = 0;
        for (int at = from; head[at] != '\r'; at++) {
            number = head[at] == ' ' ? number : number * 10 + head[at] - '0';
        }
        return number;
    }

    private void readFixed(ByteBuffer in) {
        take(in);
        if (left == 0) {
            state = State.DONE;
        }
    }

    private State startChunkSize() {
        left = 0;
        return State.CHUNK_SIZE;
    }

    private void readChunkSize(byte next) {
        if (next == '\n') {
            lineLength = 0;
            state = left == 0 ? State.TRAILER : State.CHUNK;
        } else if (next != '\r') {
            left = left * 16 + Character.digit(next, 16);
        }
    }

    private void readChunk(ByteBuffer in) {
        take(in);
        if (left == 0) {
            state = State.CHUNK_END;
        }
    }

    /** Trailer fields are read over; an empty line ends them. */
    private void readTrailer(byte next) {
        if (next == '\n') {
            state = lineLength == 0 ? State.DONE : State.TRAILER;
            lineLength = 0;
        } else if (next != '\r') {
            lineLength++;
        }
    }

    private void take(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        if (body.length - bodyLength < count) {
            body = Arrays.copyOf(body, Math.max(2 * body.length, bodyLength + count));
        }
        in.get(body, bodyLength, count);
        bodyLength += count;
        left -= count;
    }

    /** Of an answer. */
    public int status() {
        return headLength < 12 ? 0 : (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
    }

    public String head() {
        return new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    }

    /** The array that holds the body; valid up to {@link #bodyLength}, until the next message. */
    public byte[] body() {
        return body;
    }

    public int bodyLength() {
        return bodyLength;
    }

    /** Whether the other side closes the connection after this message. */
    public boolean closes() {
        return closes;
    }
}
