package io.sluice.gateway.relay;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.gateway.batches.ProviderLink;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps a short answer, or hands a long one on with back-pressure; settles and journals the call. On one event loop. */
final class ProviderAnswer implements RouteListener {

    /** More of an object or an error nobody needs. */
    private static final int LONGEST = 1 << 20;

    private static final int OK = 200;

    private final Billing billing;
    private final ProviderLink.Receiver receiver;
    private final boolean handsOn;
    private final CompletableFuture<ProviderLink.Reply> reply;
    private final Context loop = Vertx.currentContext();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private CompletionStage<Void> taken = CompletableFuture.completedFuture(null);
    private @Nullable RouteCall call;
    private int status;

    ProviderAnswer(
            Billing billing,
            ProviderLink.Receiver receiver,
            boolean handsOn,
            CompletableFuture<ProviderLink.Reply> reply) {
        this.billing = billing;
        this.receiver = receiver;
        this.handsOn = handsOn;
        this.reply = reply;
    }

    void attach(RouteCall started) {
        call = started;
    }

    @Override
    public void onAttempt(Attempt finished) {
        billing.attempted(finished);
    }

    @Override
    public void onHead(RouteHead head) {
        status = head.status();
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        if (!handsOn || status != OK) {
            if (said.size() < LONGEST) {
                said.writeBytes(piece);
            }
            return;
        }
        taken = receiver.take(piece);
        RouteCall running = call;
        if (running != null && !taken.toCompletableFuture().isDone()) {
            running.pause();
            taken.whenComplete((done, fault) -> loop.runOnContext(ignored -> {
                if (fault == null) {
                    running.resume();
                } else {
                    running.cancel();
                }
            }));
        }
    }

    @Override
    public void onEnd(RouteOutcome outcome) {
        billing.settle(outcome);
        // a good head is no good answer when the end is missing
        int ended = outcome.errorType() == null ? outcome.status() : Math.max(500, outcome.status());
        reply.complete(new ProviderLink.Reply(status >= 300 ? status : ended, said.toByteArray(), false));
    }
}
