package io.sluice.gateway.relay;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.gateway.batches.ProviderLink;
import io.sluice.gateway.files.PieceWriter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a short answer, or writes a long one to a file with back-pressure; settles and journals the call, of a file once it is complete. On one event loop.
 */
final class ProviderAnswer implements HiddenCall.Listener {

    private static final Logger LOG = Logger.getLogger(ProviderAnswer.class);

    /** More of an object or an error nobody needs. */
    private static final int LONGEST = 1 << 20;

    private static final int OK = 200;
    private static final int BAD_GATEWAY = 502;

    private final Billing billing;
    private final @Nullable PieceWriter file;
    private final CompletableFuture<ProviderLink.Reply> reply;
    private final Context loop = Vertx.currentContext();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private @Nullable RouteCall call;
    private int status;

    /** @param file that takes a good answer; null: it is kept */
    ProviderAnswer(Billing billing, @Nullable PieceWriter file, CompletableFuture<ProviderLink.Reply> reply) {
        this.billing = billing;
        this.file = file;
        this.reply = reply;
    }

    @Override
    public void attach(RouteCall started) {
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
        if (file == null || status != OK) {
            if (said.size() < LONGEST) {
                said.writeBytes(piece);
            }
            return;
        }
        CompletionStage<Void> taken = file.write(piece);
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
        // a good head is no good answer when the end is missing
        int ended = outcome.errorType() == null ? outcome.status() : Math.max(500, outcome.status());
        int answered = status >= 300 ? status : ended;
        if (file == null) {
            finish(outcome, answered);
        } else if (answered != OK) {
            finish(free(outcome), answered);
        } else {
            file.complete()
                    .whenComplete((kept, fault) -> loop.runOnContext(ignored -> {
                        if (fault == null) {
                            finish(outcome, answered);
                        } else {
                            LOG.warnf("A result of a batch could not be kept: %s", fault.toString());
                            finish(free(outcome), BAD_GATEWAY);
                        }
                    }));
        }
    }

    private void finish(RouteOutcome outcome, int answered) {
        billing.settle(outcome);
        reply.complete(new ProviderLink.Reply(answered, said.toByteArray(), false));
    }

    /** Providers do not charge for a file; what the batch cost is charged when the file is fetched again. */
    private static RouteOutcome free(RouteOutcome outcome) {
        List<Attempt> attempts =
                outcome.attempts().stream().map(ProviderAnswer::free).toList();
        return new RouteOutcome(outcome.status(), outcome.modelGroup(), attempts, outcome.errorType());
    }

    private static Attempt free(Attempt attempt) {
        return new Attempt(
                attempt.number(),
                attempt.deploymentId(),
                attempt.provider(),
                attempt.providerModel(),
                attempt.apiBase(),
                attempt.status(),
                Certainty.NONE,
                TokenUsage.NONE,
                Money.ZERO,
                List.of(),
                Money.ZERO,
                attempt.startedAtMicros(),
                attempt.firstByteMicros(),
                attempt.durationMicros(),
                attempt.finishReason(),
                attempt.errorClass());
    }
}
