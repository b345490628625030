package io.sluice.router.start;

import io.sluice.contracts.routing.ProviderDirectory;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.ProviderList;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The catalog's providers. Reading all of their files takes a while the first time, so that happens off the event loop. */
@Singleton
class CatalogDirectory implements ProviderDirectory {

    private final Vertx vertx;
    private final Catalog catalog;
    private volatile byte @Nullable [] json;

    CatalogDirectory(Vertx vertx, Catalog catalog) {
        this.vertx = vertx;
        this.catalog = catalog;
    }

    @Override
    public CompletionStage<byte[]> json() {
        byte[] known = json;
        return known != null
                ? CompletableFuture.completedStage(known)
                : vertx.executeBlocking(this::read).toCompletionStage();
    }

    private byte[] read() {
        byte[] read = ProviderList.json(catalog).getBytes(StandardCharsets.UTF_8);
        json = read;
        return read;
    }
}
