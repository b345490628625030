package io.sluice.gateway.relay;

import io.sluice.contracts.error.ErrorJson;
import io.sluice.contracts.routing.RouteSession;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.socket.Heartbeat;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client's side of an open session. On one event loop. */
final class RealtimeClient {

    // RFC 6455, 7.4.1, and the registry of close codes
    private static final int NORMAL = 1000;
    private static final int UNSUPPORTED = 1003;
    private static final int POLICY = 1008;
    private static final int FAULT = 1011;
    private static final int TRY_AGAIN = 1013;

    /** What a close frame has room for behind its code (RFC 6455, 5.5). */
    private static final int LONGEST_REASON = 120;

    private final HttpServerRequest request;
    private final Supplier<@Nullable RouteSession> session;
    private final Runnable gone;
    /** What came before the upgrade was done. */
    private final List<String> early = new ArrayList<>(1);

    private @Nullable ServerWebSocket socket;
    private @Nullable Heartbeat heartbeat;
    private int code = NORMAL;
    private String reason = "";
    private boolean ending;
    private boolean held;

    /** @param gone called when the client leaves */
    RealtimeClient(HttpServerRequest request, Supplier<@Nullable RouteSession> session, Runnable gone) {
        this.request = request;
        this.session = session;
        this.gone = gone;
    }

    /** Answers the upgrade. */
    void open() {
        request.toWebSocket().onSuccess(this::opened).onFailure(ignored -> gone.run());
    }

    private void opened(ServerWebSocket open) {
        socket = open;
        Heartbeat beat = new Heartbeat(Vertx.currentContext().owner(), open, () -> held, this::leave);
        heartbeat = beat;
        open.textMessageHandler(text -> {
            beat.heard();
            RouteSession running = session.get();
            if (running != null && !ending) {
                running.say(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            }
        });
        open.binaryMessageHandler(ignored -> {
            code = UNSUPPORTED;
            reason = "events are text";
            leave();
        });
        open.drainHandler(ignored -> resume());
        open.exceptionHandler(ignored -> leave());
        open.closeHandler(ignored -> left());
        early.forEach(this::write);
        early.clear();
        if (held) {
            open.pause();
        }
        if (ending) {
            close(true);
        }
    }

    private void leave() {
        finish();
        left();
    }

    private void left() {
        ending = true;
        stop();
        gone.run();
    }

    private void resume() {
        RouteSession running = session.get();
        if (running != null) {
            running.resume();
        }
    }

    void tell(String message) {
        if (ending) {
            return;
        }
        if (socket == null) {
            early.add(message);
        } else {
            write(message);
        }
    }

    private void write(String message) {
        ServerWebSocket open = socket;
        if (open == null || open.isClosed()) {
            return;
        }
        var _ = open.writeTextMessage(message);
        RouteSession running = session.get();
        if (open.writeQueueFull() && running != null) {
            running.pause();
        }
    }

    void hold(boolean hold) {
        held = hold;
        ServerWebSocket open = socket;
        if (open == null || open.isClosed()) {
            return;
        }
        if (hold) {
            open.pause();
        } else {
            open.resume();
        }
    }

    /** How the provider closed its side. */
    void closing(int theirs, String why) {
        code = isForOthers(theirs) ? theirs : FAULT;
        reason = why;
    }

    /** Codes that may stand in a frame. */
    private static boolean isForOthers(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    /** The gateway ends the session, and says why. */
    void end(Refusal why) {
        tell(new String(ErrorJson.event(why.error()), StandardCharsets.UTF_8));
        code = why.error().status() == 503 ? TRY_AGAIN : POLICY;
        reason = why.error().type();
        close(true);
    }

    /** @param well whether nothing went wrong */
    void close(boolean well) {
        if (!well && code == NORMAL) {
            code = FAULT;
        }
        ending = true;
        finish();
    }

    private void finish() {
        stop();
        ServerWebSocket open = socket;
        if (open != null && !open.isClosed()) {
            byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
            var _ = open.close((short) code, bytes.length > LONGEST_REASON ? "" : reason);
            open.resume(); // the answer to the close must be read
        }
    }

    private void stop() {
        Heartbeat beat = heartbeat;
        if (beat != null) {
            beat.stop();
        }
    }
}
