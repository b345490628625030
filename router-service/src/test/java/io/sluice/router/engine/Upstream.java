package io.sluice.router.engine;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider on a raw socket: what it answers is written byte by byte, so that it can be as broken as a test wants. */
public final class Upstream implements AutoCloseable {

    public record Request(int connection, String head, String body) {}

    /** What happens when a request has come whole. */
    @FunctionalInterface
    public interface Script {
        void answer(NetSocket socket, Request request);
    }

    private final NetServer server;
    private final List<Script> scripts;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile CompletableFuture<Void> closed = new CompletableFuture<>();

    /** The n-th request gets the n-th script, and all further ones the last. */
    public Upstream(Vertx vertx, Script... scripts) {
        this.scripts = List.of(scripts);
        this.server = vertx.createNetServer().connectHandler(this::accept);
        try {
            server.listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public List<Request> requests() {
        return requests;
    }

    public int connections() {
        return connections.get();
    }

    /** Completed when the next connection is closed (by the other side, as no script of these tests closes it). */
    public CompletableFuture<Void> closedByPeer() {
        return closed;
    }

    private void accept(NetSocket socket) {
        int connection = connections.incrementAndGet();
        Buffer[] pending = {Buffer.buffer()};
        socket.exceptionHandler(ignored -> {});
        socket.closeHandler(ignored -> closed.complete(null));
        socket.handler(bytes -> {
            Buffer received = pending[0].appendBuffer(bytes);
            String text = received.toString(StandardCharsets.ISO_8859_1);
            int headEnd = text.indexOf("\r\n\r\n");
            if (headEnd < 0 || received.length() < headEnd + 4 + contentLength(text.substring(0, headEnd))) {
                return;
            }
            Request request = new Request(
                    connection,
                    text.substring(0, headEnd),
                    received.getBuffer(headEnd + 4, received.length()).toString(StandardCharsets.UTF_8));
            pending[0] = Buffer.buffer();
            requests.add(request);
            scripts.get(Math.min(requests.size(), scripts.size()) - 1).answer(socket, request);
        });
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }

    @Override
    public void close() {
        server.close();
    }

    // ---- scripts

    public static Script raw(String bytes) {
        return (socket, request) -> socket.write(bytes);
    }

    public static Script rawThenClose(String bytes) {
        return (socket, request) -> socket.write(bytes).onComplete(ignored -> socket.close());
    }

    public static Script json(int status, String body, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\ncontent-type: application/json\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return raw(head + "content-length: " + length + "\r\n\r\n" + body);
    }

    public static Script error(int status, String message, String... headers) {
        return json(status, "{\"error\":{\"message\":\"" + message + "\",\"type\":\"some_error\"}}", headers);
    }

    public static String answer(String content) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-4o-2024-08-06\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + content
                + "\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}";
    }

    public static Script ok(String content) {
        return json(200, answer(content));
    }

    public static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

    public static String chunk(String text) {
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
    }

    public static String delta(String content) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-2024-08-06\","
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":null}]}\n\n";
    }

    public static final String ROLE =
            "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-2024-08-06\","
                    + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n";

    public static final String FINISH =
            "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-2024-08-06\","
                    + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    public static final String USAGE =
            "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-2024-08-06\","
                    + "\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}\n\n";

    public static final String DONE = "data: [DONE]\n\n";

    public static final String WHOLE_STREAM = ROLE + delta("Hel") + delta("lo") + FINISH + USAGE + DONE;

    public static Script stream() {
        return raw(STREAM_HEAD + chunk(WHOLE_STREAM) + "0\r\n\r\n");
    }
}
