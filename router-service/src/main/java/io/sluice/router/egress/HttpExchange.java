package io.sluice.router.egress;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request over HTTP and its answer. */
final class HttpExchange implements Exchange {

    /** RST_STREAM code CANCEL, for HTTP/2; HTTP/1.1 closes the connection. */
    private static final long CANCEL = 8;

    /** What a provider may send behind the end of an answer before its connection is given up. */
    private static final int MAX_REST = 64 * 1024;

    private final ExchangeHandler handler;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private boolean paused;
    private boolean closed;
    private int rest = MAX_REST;

    HttpExchange(ExchangeHandler handler) {
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
            return;
        }
        rest -= bytes.length();
        HttpClientRequest open = request;
        if (rest < 0 && open != null) {
            reset(open);
        }
    }

    private void end() {
        request = null;
        if (!closed) {
            closed = true;
            handler.end();
        }
    }

    private void broken(Throwable cause, boolean sent) {
        request = null;
        if (!closed) {
            closed = true;
            handler.broken(cause, sent);
        }
    }

    @Override
    public void pause() {
        paused = true;
        HttpClientResponse answer = response;
        if (answer != null && !closed) {
            answer.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        HttpClientResponse answer = response;
        if (answer != null && !closed) {
            answer.resume();
        }
    }

    @Override
    public void cancel() {
        if (!closed) {
            closed = true;
            HttpClientRequest open = request;
            if (open != null) {
                reset(open);
            }
        }
    }

    @Override
    public void release() {
        if (!closed) {
            closed = true;
            HttpClientResponse answer = response;
            if (answer != null) {
                answer.resume();
            }
        }
    }

    @Override
    public boolean open() {
        return request != null;
    }

    @Override
    public void abandon() {
        HttpClientRequest open = request;
        if (open != null) {
            request = null;
            reset(open);
        }
    }

    /** False from {@code reset} means that nothing is under way any more: the connection may already serve somebody else. */
    private static void reset(HttpClientRequest open) {
        open.reset(CANCEL);
    }

    private static Map<String, String> headers(MultiMap headers) {
        Map<String, String> lower = HashMap.newHashMap(headers.size());
        headers.forEach((name, value) -> lower.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }
}
