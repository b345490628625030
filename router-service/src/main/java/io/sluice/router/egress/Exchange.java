package io.sluice.router.egress;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider and its answer. All methods are called on the event loop of the call. A closed exchange reports nothing
 * more.
 */
public final class Exchange {

    /** RST_STREAM code CANCEL, for HTTP/2; HTTP/1.1 closes the connection. */
    private static final long CANCEL = 8;

    private final ExchangeHandler handler;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private boolean paused;
    private boolean closed;

    Exchange(ExchangeHandler handler) {
        this.handler = handler;
    }

    void opened(HttpClientRequest opened, Buffer body) {
        if (closed) {
            reset(opened);
            return;
        }
        request = opened;
        opened.exceptionHandler(cause -> broken(cause, true));
        opened.send(body).onComplete(answered -> {
            if (answered.succeeded()) {
                answered(answered.result());
            } else {
                broken(answered.cause(), true);
            }
        });
    }

    void connectionFailed(Throwable cause) {
        broken(cause, false);
    }

    private void answered(HttpClientResponse answer) {
        if (closed) {
            return;
        }
        response = answer;
        answer.exceptionHandler(cause -> broken(cause, true));
        answer.handler(this::chunk);
        answer.endHandler(ignored -> end());
        if (paused) {
            answer.pause();
        }
        handler.head(answer.statusCode(), headers(answer.headers()));
    }

    private void chunk(Buffer bytes) {
        if (!closed) {
            handler.chunk(bytes.getByteBuf().nioBuffer());
        }
    }

    private void end() {
        if (!closed) {
            closed = true;
            handler.end();
        }
    }

    private void broken(Throwable cause, boolean sent) {
        if (!closed) {
            closed = true;
            handler.broken(cause, sent);
        }
    }

    public void pause() {
        paused = true;
        HttpClientResponse answer = response;
        if (answer != null && !closed) {
            answer.pause();
        }
    }

    public void resume() {
        paused = false;
        HttpClientResponse answer = response;
        if (answer != null && !closed) {
            answer.resume();
        }
    }

    /** Ends the provider's call at once. Idempotent; the handler hears nothing more. */
    public void cancel() {
        if (!closed) {
            closed = true;
            HttpClientRequest open = request;
            if (open != null) {
                reset(open);
            }
        }
    }

    private static void reset(HttpClientRequest open) {
        open.exceptionHandler(ignored -> {});
        if (!open.reset(CANCEL)) {
            open.connection().close();
        }
    }

    private static Map<String, String> headers(MultiMap headers) {
        Map<String, String> lower = HashMap.newHashMap(headers.size());
        headers.forEach((name, value) -> lower.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }
}
