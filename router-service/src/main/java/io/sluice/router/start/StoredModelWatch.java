package io.sluice.router.start;

import io.quarkus.runtime.StartupEvent;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.StoredModelSettings;
import io.sluice.contracts.routing.ModelChanges;
import io.sluice.contracts.routing.StoredModels;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.engine.Engine;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the stored models of this router up to date, where {@code store_model_in_db} is set: asks the books when somebody tells of a change,
 * and every two seconds besides. While the books are away, what was read last serves; a router that starts meanwhile waits for them a little,
 * and then serves the file's models until they are back.
 */
@Singleton
class StoredModelWatch {

    private static final Logger LOG = Logger.getLogger(StoredModelWatch.class);
    private static final long INTERVAL_MILLIS = 2_000;
    private static final long START_MILLIS = 10_000;
    private static final long PAUSE_MILLIS = 200;

    /** After the books of this process made their tables. */
    private static final int LATE = 10_000;

    private final Vertx vertx;
    private final Engine engine;
    private final ConfigurationWatch configurations;
    private final ServedModels served;
    private final StoredModels stored;
    private final ModelChanges changes;
    private boolean away;

    StoredModelWatch(
            Vertx vertx,
            Engine engine,
            ConfigurationWatch configurations,
            ServedModels served,
            StoredModels stored,
            ModelChanges changes) {
        this.vertx = vertx;
        this.engine = engine;
        this.configurations = configurations;
        this.served = served;
        this.stored = stored;
        this.changes = changes;
    }

    void start(@Observes @Priority(LATE) StartupEvent event) {
        if (inForce()) {
            lookAtStart();
        }
        changes.subscribe(revision -> inForce() ? look() : CompletableFuture.completedStage(null));
        vertx.setPeriodic(INTERVAL_MILLIS, ignored -> {
            if (inForce()) {
                var _ = look();
            }
        });
    }

    private boolean inForce() {
        Configuration configuration = configurations.current();
        return StoredModelSettings.inDatabase(configuration);
    }

    private void lookAtStart() {
        long end = System.nanoTime() + START_MILLIS * 1_000_000;
        try {
            while (served.revision() == StoredModels.NONE && System.nanoTime() < end) {
                look().toCompletableFuture().get(START_MILLIS, TimeUnit.MILLISECONDS);
                if (served.revision() == StoredModels.NONE) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("Stored models could not be read at the start: %s", e.toString());
        }
    }

    /** Completes when what is stored serves, or cannot be asked for. Never fails. */
    private CompletionStage<Void> look() {
        return stored.unless(served.revision())
                .handle((shelf, fault) -> {
                    tell(fault);
                    return shelf;
                })
                .thenCompose(shelf -> shelf == null || shelf.isEmpty()
                        ? CompletableFuture.<Void>completedStage(null)
                        : vertx.<Void>executeBlocking(
                                        () -> {
                                            take(shelf.get());
                                            return null;
                                        },
                                        true)
                                .toCompletionStage())
                .exceptionally(fault -> {
                    LOG.error("Stored models could not be taken up", fault);
                    return null;
                });
    }

    private void take(StoredModels.Shelf shelf) {
        served.stored(shelf);
        List<Deployment> unavailable = engine.status().unavailable();
        shelf.models()
                .forEach(model -> unavailable.stream()
                        .filter(deployment -> deployment.id().equals(model.id()))
                        .findFirst()
                        .ifPresent(deployment -> LOG.warnf(
                                "Stored model %s (id %s) cannot serve: %s",
                                model.name(),
                                model.id(),
                                deployment.unavailable().orElseThrow())));
        LOG.infof("Stored models: %d, revision %d", shelf.models().size(), shelf.revision());
    }

    /** Once when they go, once when they come back. */
    private synchronized void tell(@Nullable Throwable fault) {
        boolean gone = fault != null;
        if (gone != away) {
            away = gone;
            LOG.warn(
                    gone
                            ? "The books cannot be asked for stored models; those that are known go on serving: "
                                    + fault
                            : "The books answer again about stored models");
        }
    }
}
