package io.sluice.router.egress;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket to a provider: each text message is a chunk. A refused upgrade is an answer like any other. A provider that answers no ping for a
 * minute is gone.
 */
final class SocketExchange implements Exchange {

    /** OpenAI takes 15 MiB in one event (platform.openai.com/docs/api-reference/realtime-client-events, input_audio_buffer.append). */
    static final int MOST_BYTES = 16 << 20;

    private static final long PING_MILLIS = 20_000;
    private static final int MOST_UNANSWERED = 3;
    private static final short NORMAL = 1000;

    /** No code came (RFC 6455, 7.1.5). */
    private static final int NO_CODE = 1005;

    private final Vertx vertx;
    private final ExchangeHandler handler;
    private @Nullable ClientWebSocket socket;
    private long pings = -1;
    private int unanswered;
    private boolean connected;
    private boolean paused;
    private boolean closed;

    SocketExchange(Vertx vertx, ExchangeHandler handler) {
        this.vertx = vertx;
        this.handler = handler;
    }

    void connect(WebSocketClient client, WebSocketConnectOptions target) {
        ClientWebSocket opening = client.webSocket();
        long begun = System.nanoTime();
        // set before it is open: the first message may come with the upgrade
        opening.textMessageHandler(text -> {
            opened(opening);
            message(text);
        });
        opening.closeHandler(ignored -> gone(opening));
        opening.exceptionHandler(this::broken);
        opening.connect(target).onComplete(opened -> {
            if (opened.failed()) {
                refused(opened.cause());
            } else if (closed) {
                opening.close(NORMAL);
            } else {
                handler.connected((System.nanoTime() - begun) / 1_000);
                opened(opening);
            }
        });
    }

    private void opened(ClientWebSocket open) {
        if (connected || closed) {
            return;
        }
        socket = open;
        connected = true;
        open.pongHandler(ignored -> unanswered = 0);
        pings = vertx.setPeriodic(PING_MILLIS, ignored -> ping(open));
        if (paused) {
            open.pause();
        }
        handler.head(101, Map.of());
    }

    private void ping(ClientWebSocket open) {
        if (paused) {
            return; // its answers are not read
        }
        if (unanswered++ >= MOST_UNANSWERED) {
            broken(new IOException("no answer to pings"));
            open.close(NORMAL);
        } else {
            var _ = open.writePing(Buffer.buffer());
        }
    }

    private void message(String text) {
        unanswered = 0;
        if (!closed) {
            handler.chunk(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The upgrade did not come about. */
    void refused(Throwable cause) {
        if (closed) {
            return;
        }
        if (cause instanceof UpgradeRejectedException answer) {
            closed = true;
            Map<String, String> headers = new HashMap<>();
            answer.getHeaders().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
            handler.head(answer.getStatus(), headers);
            Buffer body = answer.getBody();
            if (body != null && body.length() > 0) {
                handler.chunk(ByteBuffer.wrap(body.getBytes()));
            }
            handler.end();
        } else {
            broken(cause);
        }
    }

    private void gone(ClientWebSocket ended) {
        stopPinging();
        socket = null;
        if (closed || !connected) {
            return;
        }
        closed = true;
        Short code = ended.closeStatusCode();
        if (code == null) {
            handler.broken(new IOException("the connection ended"), true);
            return;
        }
        String reason = ended.closeReason();
        handler.closed(code == NO_CODE ? NORMAL : code, reason == null ? "" : reason);
        handler.end();
    }

    private void broken(Throwable cause) {
        stopPinging();
        if (!closed) {
            closed = true;
            handler.broken(cause, connected);
        }
    }

    private void stopPinging() {
        if (pings >= 0) {
            vertx.cancelTimer(pings);
            pings = -1;
        }
    }

    @Override
    public boolean say(ByteBuffer message, Runnable drained) {
        ClientWebSocket open = socket;
        if (open == null || closed) {
            return true;
        }
        var _ = open.writeTextMessage(
                StandardCharsets.UTF_8.decode(message.duplicate()).toString());
        if (!open.writeQueueFull()) {
            return true;
        }
        open.drainHandler(ignored -> {
            open.drainHandler(null);
            drained.run();
        });
        return false;
    }

    @Override
    public void pause() {
        paused = true;
        ClientWebSocket open = socket;
        if (open != null && !closed) {
            open.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        ClientWebSocket open = socket;
        if (open != null && !closed) {
            open.resume();
        }
    }

    @Override
    public void cancel() {
        closed = true;
        abandon();
    }

    @Override
    public void release() {
        cancel();
    }

    @Override
    public boolean open() {
        return socket != null;
    }

    @Override
    public void abandon() {
        stopPinging();
        ClientWebSocket open = socket;
        if (open != null) {
            socket = null;
            open.close(NORMAL);
        }
    }
}
