package io.sluice.bench.upstream;

import io.sluice.bench.http.MessageReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection to the upstream and the answer it gets at the moment. */
final class Caller {

    private static final byte[] MODEL = "\"model\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INCLUDE_USAGE = "\"include_usage\":true".getBytes(StandardCharsets.US_ASCII);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final MessageReader request = new MessageReader();
    private final Map<Model, AnswerBytes> answers;
    private ByteBuffer out = NOTHING;
    private @Nullable Model streaming;
    private int piecesLeft;
    private boolean withUsage;
    private long due;

    Caller(SocketChannel channel, SelectionKey key, Map<Model, AnswerBytes> answers) {
        this.channel = channel;
        this.key = key;
        this.answers = answers;
    }

    /** Takes what came, and answers a request that is complete. Returns false when the connection is over. */
    boolean read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            return false;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            if (request.read(buffer)) {
                answer();
            }
        }
        return true;
    }

    private void answer() throws IOException {
        Model model = model();
        AnswerBytes bytes = of(model);
        if (!model.streams()) {
            send(ByteBuffer.wrap(bytes.whole()));
            return;
        }
        streaming = model;
        piecesLeft = Model.PIECES - 1;
        withUsage = indexOf(INCLUDE_USAGE) >= 0;
        send(ByteBuffer.wrap(bytes.start()));
        due = System.nanoTime() + model.pauseNanos();
        if (model.pauseNanos() == 0) {
            flood();
        }
    }

    private Model model() throws IOException {
        int start = indexOf(MODEL);
        if (start >= 0) {
            start += MODEL.length;
            for (Model model : Model.values()) {
                if (matches(start, model.id() + '"')) {
                    return model;
                }
            }
        }
        throw new IOException("no model of the bench in " + request.head());
    }

    private boolean matches(int at, String id) {
        for (int i = 0; i < id.length(); i++) {
            if (request.body()[at + i] != id.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** From the end, where clients put what is short. */
    private int indexOf(byte[] text) {
        byte[] body = request.body();
        for (int at = request.bodyLength() - text.length; at >= 0; at--) {
            if (body[at] == '"' && java.util.Arrays.equals(body, at, at + text.length, text, 0, text.length)) {
                return at;
            }
        }
        return -1;
    }

    private AnswerBytes of(Model model) {
        return java.util.Objects.requireNonNull(answers.get(model));
    }

    private void send(ByteBuffer bytes) throws IOException {
        out = bytes;
        drain();
    }

    private boolean drain() throws IOException {
        channel.write(out);
        boolean drained = !out.hasRemaining();
        key.interestOps(drained ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return drained;
    }

    /** The socket takes bytes again. */
    void writable() throws IOException {
        if (drain() && floods()) {
            flood();
        }
    }

    private boolean floods() {
        return streaming != null && streaming.pauseNanos() == 0;
    }

    /** Each piece is a write of its own, as a provider that flushes each token does. */
    private void flood() throws IOException {
        while (streaming != null && !out.hasRemaining()) {
            next();
        }
    }

    private void next() throws IOException {
        Model model = java.util.Objects.requireNonNull(streaming);
        if (piecesLeft-- > 0) {
            send(ByteBuffer.wrap(of(model).piece()));
        } else {
            streaming = null;
            send(ByteBuffer.wrap(
                    withUsage ? of(model).endWithUsage() : of(model).end()));
        }
    }

    /**
     * Sends the next piece of a paced stream. A receiver that does not keep up misses its turn, and gets all pieces later.
     *
     * @return false when the receiver is gone
     */
    boolean tick() {
        due += java.util.Objects.requireNonNull(streaming).pauseNanos();
        try {
            if (!out.hasRemaining()) {
                next();
            }
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether a paced stream runs, whose next piece is {@link #due}. */
    boolean paced() {
        return streaming != null && !floods() && channel.isOpen();
    }

    long due() {
        return due;
    }
}
