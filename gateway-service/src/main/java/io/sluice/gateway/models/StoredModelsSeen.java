package io.sluice.gateway.models;

import io.sluice.contracts.routing.ModelTableSource;
import io.vertx.core.Vertx;

/** Waits until a change of stored models has come to this gateway: what an administrator was told is in force at least here. Thread-safe. */
public final class StoredModelsSeen {

    private static final long LOOK_MILLIS = 50;
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private final Vertx vertx;
    private final ModelTableSource models;

    public StoredModelsSeen(Vertx vertx, ModelTableSource models) {
        this.vertx = vertx;
        this.models = models;
    }

    /** @param then run on the caller's event loop; after three seconds in any case */
    public void whenStored(long revision, Runnable then) {
        whenStored(revision, then, System.nanoTime() + PATIENCE_NANOS);
    }

    private void whenStored(long revision, Runnable then, long end) {
        if (models.current().storedRevision() >= revision || System.nanoTime() > end) {
            then.run();
            return;
        }
        models.refresh();
        vertx.setTimer(LOOK_MILLIS, ignored -> whenStored(revision, then, end));
    }
}
