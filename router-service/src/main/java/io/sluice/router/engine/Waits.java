package io.sluice.router.engine;

import io.sluice.router.group.Step;
import io.sluice.router.limit.Claim;
import io.sluice.router.queue.Spot;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Waits for what a call needs before its next step, and goes on on its event loop. */
final class Waits {

    private Waits() {}

    /** On the call's event loop. @param goOn once, or never when the wait is given up */
    static void await(Step.Pending step, Vertx vertx, Runnable goOn) {
        switch (step) {
            case Step.Wait(long millis) -> vertx.setTimer(millis, ignored -> goOn.run());
            case Step.Ask(Claim.Lacking lacking) -> {
                Context loop = vertx.getOrCreateContext();
                lacking.await(() -> {
                    if (loop.equals(Vertx.currentContext())) {
                        goOn.run(); // a grantor in this process has answered at once
                    } else {
                        loop.runOnContext(ignored -> goOn.run());
                    }
                });
            }
            case Step.Queue(Spot spot) -> {
                Context loop = vertx.getOrCreateContext();
                spot.await(() -> loop.runOnContext(ignored -> goOn.run()));
            }
        }
    }
}
