package io.sluice.gateway.health;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who of an installation's gateways looks at the deployments in the background, and what it found. */
public interface ProberLease {

    /** A gateway that is alone. */
    ProberLease ALONE = new ProberLease() {
        @Override
        public CompletionStage<Boolean> take(long millis) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public void publish(List<ProbeResult> results, long millis) {
            // nobody is there to read it
        }

        @Override
        public CompletionStage<List<ProbeResult>> published() {
            return CompletableFuture.completedFuture(List.of());
        }
    };

    /** @return whether the next round is this gateway's; it fails when nobody can tell */
    CompletionStage<Boolean> take(long millis);

    /** Tells the others, for so long. */
    void publish(List<ProbeResult> results, long millis);

    /** What the others found. Fails when nobody can tell. */
    CompletionStage<List<ProbeResult>> published();
}
