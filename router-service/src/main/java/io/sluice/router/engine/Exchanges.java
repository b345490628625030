package io.sluice.router.engine;

import io.sluice.router.deployment.Target;
import io.sluice.router.egress.Exchange;
import io.sluice.router.wire.UpstreamRequest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one attempt to its provider: one exchange, or one after the other where an answer only says where the true one is. The last one counts.
 * Used on one event loop.
 */
final class Exchanges {

    /** How long a provider may take from the end mark of a stream to the end of its message. */
    private static final long RUN_OUT_NANOS = 2_000_000_000L;

    private final AttemptRun run;
    private final CallEnvironment environment;
    private final Target target;
    private final Intake intake;
    private @Nullable Exchange last;

    /** @param intake takes what the provider sends, of each of them */
    Exchanges(AttemptRun run, CallEnvironment environment, Target target, Intake intake) {
        this.run = run;
        this.environment = environment;
        this.target = target;
        this.intake = intake;
    }

    void send(UpstreamRequest request) {
        last = environment.egress().send(request, intake);
    }

    /** After an answer that was none. Unless the attempt is over by then, it is signed anew and sent. */
    void sendNext(UpstreamRequest next, long delayMillis) {
        intake.again();
        if (delayMillis <= 0) {
            signAndSend(next);
            return;
        }
        long due = System.nanoTime() + delayMillis * 1_000_000;
        environment.deadlines().when(now -> now >= due || intake.over(), () -> signAndSend(next));
    }

    private void signAndSend(UpstreamRequest next) {
        Preparation.again(environment.vertx(), environment.signers(), next, target, outcome -> {
            if (intake.over()) {
                return;
            }
            switch (outcome) {
                case Preparation.Signed.Ready(UpstreamRequest signed) -> send(signed);
                case Preparation.Signed.Failed(var failure) -> run.failed(failure);
            }
        });
    }

    void pause() {
        if (last != null) {
            last.pause();
        }
    }

    void resume() {
        if (last != null) {
            last.resume();
        }
    }

    /** What a session's client says. False when the provider takes no more for now. */
    boolean say(ByteBuffer message, Runnable drained) {
        Exchange open = last;
        return open == null || intake.over() || open.say(message, drained);
    }

    /** Ends the provider's call at once. */
    void cancel() {
        if (last != null) {
            last.cancel();
        }
    }

    /** Nobody needs what still comes, but the connection can serve another call once it has. */
    void letRunOut() {
        Exchange open = last;
        if (open == null || !open.open()) {
            return;
        }
        open.release();
        long limit = System.nanoTime() + RUN_OUT_NANOS;
        environment.deadlines().when(now -> !open.open() || now > limit, open::abandon);
    }
}
