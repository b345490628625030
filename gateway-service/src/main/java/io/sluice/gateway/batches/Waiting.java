package io.sluice.gateway.batches;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits on a virtual thread. Never called on an event loop. */
final class Waiting {

    /** Longer than any transfer of a file. */
    private static final long LIMIT_MINUTES = 14;

    private Waiting() {}

    /** Throws {@link IllegalStateException} when there is no answer. */
    static <T> T get(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().get(LIMIT_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        }
    }
}
