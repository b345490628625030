package io.sluice.bench.upstream;

import io.sluice.bench.http.Alarm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A provider of OpenAI's and of Anthropic's protocol on one thread, on loopback. Any path; the model in the body decides the answer. As a program it takes its
 * port as its argument.
 */
public final class Upstream implements AutoCloseable {

    private final Selector selector;
    private final Alarm alarm;
    private final ServerSocketChannel server;
    private final Map<Model, AnswerBytes> answers = new EnumMap<>(Model.class);
    private final PriorityQueue<Caller> paced = new PriorityQueue<>(Comparator.comparingLong(Caller::due));
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private volatile boolean closed;

    private Upstream(int port) throws IOException {
        for (Model model : Model.values()) {
            answers.put(model, model.answers());
        }
        selector = Selector.open();
        alarm = new Alarm(selector);
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        new Upstream(Integer.parseInt(args[0])).run();
    }

    /** On a thread of its own. */
    public static Upstream start(int port) throws IOException {
        Upstream upstream = new Upstream(port);
        Thread.ofPlatform().daemon().name("upstream").start(() -> {
            try {
                upstream.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return upstream;
    }

    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    private void run() throws IOException {
        while (!closed) {
            selector.select(this::serve);
            sendDue();
        }
        alarm.close();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                serve(key, (Caller) key.attachment());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key, Caller caller) throws IOException {
        boolean open = true;
        boolean wasPaced = caller.paced();
        try {
            if (key.isWritable()) {
                caller.writable();
            }
            open = !key.isReadable() || caller.read(buffer);
        } catch (IOException e) {
            open = false;
        }
        if (!open) {
            paced.remove(caller);
            key.channel().close();
        } else if (!wasPaced && caller.paced()) {
            paced.add(caller);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new Caller(channel, key, answers));
    }

    private void sendDue() {
        long now = System.nanoTime();
        for (Caller first = paced.peek(); first != null && first.due() <= now; first = paced.peek()) {
            paced.poll();
            if (first.tick() && first.paced()) {
                paced.add(first);
            }
        }
        Caller first = paced.peek();
        if (first != null) {
            alarm.set(first.due());
        }
    }
}
