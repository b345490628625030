package io.sluice.gateway.batches;

import io.sluice.contracts.batches.BatchHost;
import io.sluice.contracts.batches.ProviderBatch;
import io.sluice.contracts.batches.ProviderBatches;
import io.sluice.contracts.batches.ProviderNews;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.gateway.files.PieceWriter;
import io.sluice.gateway.identity.KeyCache;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Looks after batches that providers run, a few at once, on virtual threads. All gateways share the work. */
public final class ProviderBatchRunner {

    private static final Logger LOG = Logger.getLogger(ProviderBatchRunner.class);
    private static final int AT_ONCE = 4;
    private static final long IDLE_MILLIS = 1_000;
    private static final long RENEW_MILLIS = TimeUnit.SECONDS.toMillis(ProviderBatches.LEASE_SECONDS) / 4;
    private static final long LATER_MILLIS = 10_000;

    /** A second or more each: an hour without the books at least. */
    private static final int ATTEMPTS = 3_600;

    private final ProviderBatches batches;
    private final FileStore files;
    private final KeyCache keys;
    private final ProviderLink link;
    private final long lookMillis;
    private final Context loop;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** @param lookMillis between two looks at a young batch, and at whether there is one */
    public ProviderBatchRunner(
            Vertx vertx, ProviderBatches batches, FileStore files, KeyCache keys, ProviderLink link, long lookMillis) {
        this.batches = batches;
        this.files = files;
        this.keys = keys;
        this.link = new OnLoop(link);
        this.lookMillis = lookMillis;
        this.loop = vertx.getOrCreateContext();
    }

    public void start() {
        Thread.ofVirtual().name("sluice-provider-batches").start(this::keep);
        loop.runOnContext(ignored -> loop.owner().setPeriodic(RENEW_MILLIS, timer -> renew()));
    }

    private void renew() {
        if (!underWay.isEmpty()) {
            batches.renew(List.copyOf(underWay)).whenComplete((done, fault) -> {
                if (fault != null) {
                    LOG.debug("Leases of batches could not be renewed", fault);
                }
            });
        }
    }

    /** Takes up no more; what is under way goes on. */
    public void stop() {
        stopping = true;
    }

    private void keep() {
        try {
            while (!stopping) {
                slots.acquire();
                Optional<ProviderBatch> due = claim();
                if (due.isPresent()) {
                    Thread.ofVirtual().name("sluice-" + due.get().id()).start(() -> look(due.get()));
                } else {
                    slots.release();
                    Thread.sleep(Math.min(IDLE_MILLIS, lookMillis));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<ProviderBatch> claim() {
        try {
            return Waiting.get(batches.claim());
        } catch (IllegalStateException e) {
            LOG.debug("The books have no batches now", e);
            return Optional.empty();
        }
    }

    private void look(ProviderBatch batch) {
        underWay.add(batch.id());
        try {
            ProviderNews news;
            try {
                news = news(batch);
            } catch (IOException | RuntimeException e) {
                LOG.warnf("Batch %s at %s waits: %s", batch.id(), batch.provider(), e.toString());
                news = ProviderNews.later(batch, LATER_MILLIS);
            }
            tell(batch, news);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.remove(batch.id());
            slots.release();
        }
    }

    /** What was learned may have been paid for: it is told until somebody hears it, since another look would pay again. */
    private void tell(ProviderBatch batch, ProviderNews news) throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                Waiting.get(batches.told(batch.id(), news));
                return;
            } catch (IllegalStateException e) {
                LOG.debug("The books do not hear of batch " + batch.id(), e);
                Thread.sleep(IDLE_MILLIS);
            }
        }
    }

    private ProviderNews news(ProviderBatch batch) throws IOException {
        if (batch.admin()) {
            return look(batch, new Caller.Admin(batch.keyHash()));
        }
        return switch (Waiting.get(keys.find(batch.keyHash()))) {
            case KeyLookup.Found(VirtualKey key) -> {
                Instant expires = key.expires();
                boolean usable =
                        !key.blocked() && (expires == null || Instant.now().isBefore(expires));
                // what runs already is still paid for by the key
                yield usable || batch.submitted()
                        ? look(batch, new Caller.KeyHolder(key))
                        : RemoteBatch.failed("invalid_key", "The key that made the batch is blocked or has expired.");
            }
            case KeyLookup.Unknown ignored ->
                RemoteBatch.failed("invalid_key", "The key that made the batch was deleted.");
            case KeyLookup.Unavailable ignored -> ProviderNews.later(batch, LATER_MILLIS);
            case KeyLookup.NoDirectory ignored -> ProviderNews.later(batch, LATER_MILLIS);
        };
    }

    private ProviderNews look(ProviderBatch batch, Caller caller) throws IOException {
        Optional<BatchHost> host = BatchHost.named(batch.provider());
        return host.isPresent()
                ? new ProviderLook(batches, files, link, lookMillis, batch, host.get(), caller).take()
                : RemoteBatch.failed("unknown_provider", "Batches of " + batch.provider() + " are not passed on.");
    }

    /** Calls begin on an event loop, whoever wants them. */
    private final class OnLoop implements ProviderLink {

        private final ProviderLink link;

        OnLoop(ProviderLink link) {
            this.link = link;
        }

        @Override
        public CompletionStage<Reply> ask(Question question) {
            return onLoop(() -> link.ask(question));
        }

        @Override
        public CompletionStage<Reply> fetch(Question question, PieceWriter file) {
            return onLoop(() -> link.fetch(question, file));
        }

        private CompletionStage<Reply> onLoop(Supplier<CompletionStage<Reply>> call) {
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            loop.runOnContext(ignored -> {
                try {
                    call.get().whenComplete((answer, fault) -> {
                        if (fault == null) {
                            reply.complete(answer);
                        } else {
                            reply.completeExceptionally(fault);
                        }
                    });
                } catch (RuntimeException e) {
                    reply.completeExceptionally(e);
                }
            });
            return reply;
        }
    }
}
