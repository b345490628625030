package io.sluice.bench.load;

import io.sluice.bench.http.MessageReader;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection of a load: at most one request at a time. */
final class Connection {

    private final int lane;
    private final Target target;
    private final Tally tally;
    private final Selector selector;
    private final ByteBuffer request;
    private final MessageReader answer = new MessageReader();
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private long dueNanos;
    private boolean begun;
    private boolean busy;
    private int scanned;
    private boolean lineEnded;

    /** @param lane number of the target in its load */
    Connection(int lane, Target target, Tally tally, Selector selector) {
        this.lane = lane;
        this.target = target;
        this.tally = tally;
        this.selector = selector;
        this.request = ByteBuffer.allocateDirect(target.request().length).put(target.request());
    }

    /** @param due when this request should have left, as of {@link System#nanoTime} */
    void send(long due) throws IOException {
        if (channel == null) {
            channel = SocketChannel.open(target.address());
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }
        busy = true;
        dueNanos = due;
        begun = false;
        scanned = 0;
        lineEnded = false;
        request.rewind();
        write();
    }

    private void write() throws IOException {
        channel().write(request);
        key().interestOps(request.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /**
     * Takes what is there.
     *
     * @return whether the answer is complete
     */
    boolean ready(ByteBuffer buffer, boolean recorded) throws IOException {
        if (key().isWritable() && request.hasRemaining()) {
            write();
        }
        if (!key().isReadable()) {
            return false;
        }
        buffer.clear();
        int count = channel().read(buffer);
        if (count < 0) {
            if (busy) {
                throw new IOException("the connection was closed in mid-answer");
            }
            close();
            return false;
        }
        buffer.flip();
        boolean complete = answer.read(buffer);
        if (!begun && answer.bodyLength() > 0) {
            begun = true;
            if (recorded) {
                tally.began(System.nanoTime() - dueNanos);
            }
        }
        countEvents();
        return complete;
    }

    /** An event ends with an empty line. */
    private void countEvents() {
        byte[] body = answer.body();
        int events = 0;
        for (; scanned < answer.bodyLength(); scanned++) {
            boolean newLine = body[scanned] == '\n';
            if (newLine && lineEnded) {
                events++;
            }
            lineEnded = newLine;
        }
        if (events > 0) {
            tally.events(events);
        }
    }

    void complete(boolean recorded) {
        busy = false;
        if (target.expectation().isMet(answer.status(), answer.body(), answer.bodyLength())) {
            tally.answered(System.nanoTime() - dueNanos, recorded);
        } else {
            tally.failed("an answer is not as expected: "
                    + answer.head().lines().findFirst().orElse("") + ' '
                    + new String(
                            answer.body(),
                            0,
                            Math.min(answer.bodyLength(), 300),
                            java.nio.charset.StandardCharsets.UTF_8));
        }
        if (answer.closes()) {
            close();
        }
    }

    void broken(IOException cause) {
        busy = false;
        tally.failed(String.valueOf(cause));
        close();
    }

    int lane() {
        return lane;
    }

    void close() {
        SocketChannel open = channel;
        channel = null;
        key = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                tally.failed(String.valueOf(e));
            }
        }
    }

    private SocketChannel channel() {
        return java.util.Objects.requireNonNull(channel);
    }

    private SelectionKey key() {
        return java.util.Objects.requireNonNull(key);
    }
}
