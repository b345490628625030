package io.sluice.gateway.relay;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteOutcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Hands the content of a provider's file on, as fast as the client reads it. On one event loop. */
final class FileAnswer implements HiddenCall.Listener {

    private final Billing billing;
    private final HttpServerResponse response;
    private @Nullable RouteCall call;
    private boolean ended;

    FileAnswer(Billing billing, HttpServerRequest request) {
        this.billing = billing;
        this.response = request.response();
        response.closeHandler(left -> leave());
    }

    private void leave() {
        RouteCall running = call;
        if (running != null && !ended) {
            running.cancel();
        }
    }

    @Override
    public void attach(RouteCall started) {
        call = started;
        if (response.closed()) {
            leave();
        }
    }

    @Override
    public void onAttempt(Attempt finished) {
        billing.attempted(finished);
    }

    @Override
    public void onHead(RouteHead head) {
        if (!response.closed()) {
            response.setStatusCode(head.status()).setChunked(true);
            for (String name : new String[] {"content-type", "content-disposition"}) {
                String value = head.headers().get(name);
                if (value != null) {
                    response.putHeader(name, value);
                }
            }
        }
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        if (response.closed()) {
            return;
        }
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        var _ = response.write(Buffer.buffer(piece));
        RouteCall running = call;
        if (running != null && response.writeQueueFull()) {
            running.pause();
            response.drainHandler(drained -> running.resume());
        }
    }

    @Override
    public void onEnd(RouteOutcome outcome) {
        ended = true;
        billing.settle(outcome);
        if (response.closed()) {
            return;
        }
        if (outcome.errorType() != null && response.headWritten() && response.getStatusCode() < 300) {
            response.reset(); // a file that breaks off is none
        } else {
            var _ = response.end();
        }
    }
}
