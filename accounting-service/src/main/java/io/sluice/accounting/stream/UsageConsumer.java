package io.sluice.accounting.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.accounting.ledger.EventCheck;
import io.sluice.accounting.ledger.LedgerWriter;
import io.sluice.accounting.stream.UsageStream.Entry;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.UsageEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Moves the gateways' usage events from the Redis stream into the ledger: an entry is acknowledged only after its ledger row is
 * committed, and the ledger takes a repeated event once, so nothing is lost or counted twice whatever dies in between. Any number of
 * books may run beside each other. Does nothing when there is no Redis.
 */
@ApplicationScoped
public class UsageConsumer {

    private static final Logger LOG = Logger.getLogger(UsageConsumer.class);
    private static final long BLOCK_MILLIS = 2_000;
    private static final long CLAIM_EVERY_MILLIS = 5_000;
    private static final long CLAIM_IDLE_MILLIS = 15_000;
    private static final long GONE_MILLIS = 3_600_000;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Vertx vertx;
    private final RedisLink redis;
    private final LedgerWriter ledger;
    private final Counter consumed;
    private final Counter buried;
    private final AtomicLong waiting;
    private volatile boolean stopped;
    private volatile @Nullable RedisConnection connection;
    private long pause = FIRST_PAUSE_MILLIS;
    private boolean complained;
    private long claimedAt;

    UsageConsumer(Vertx vertx, RedisLink redis, LedgerWriter ledger, MeterRegistry metrics) {
        this.vertx = vertx;
        this.redis = redis;
        this.ledger = ledger;
        this.consumed = metrics.counter("sluice.usage.stream.events", "result", "booked");
        this.buried = metrics.counter("sluice.usage.stream.events", "result", "dead");
        this.waiting = metrics.gauge("sluice.usage.stream.length", new AtomicLong());
    }

    void start(@Observes StartupEvent event) {
        redis.client()
                .map(client -> new UsageStream(client, UUID.randomUUID().toString()))
                .ifPresent(stream -> vertx.getOrCreateContext().runOnContext(ready -> round(stream)));
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        RedisConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    /** One round after the other, for ever; after a fault with a pause. */
    private void round(UsageStream stream) {
        if (stopped) {
            return;
        }
        connected(stream)
                .compose(open -> claimed(stream)
                        .compose(old -> old.isEmpty() ? stream.read(open, BLOCK_MILLIS) : Future.succeededFuture(old)))
                .compose(entries -> book(stream, entries))
                .compose(done -> stream.length())
                .onComplete(result -> {
                    if (result.succeeded()) {
                        waiting.set(result.result());
                        pause = FIRST_PAUSE_MILLIS;
                        complained = false;
                        vertx.runOnContext(next -> round(stream));
                    } else {
                        later(stream, result.cause());
                    }
                });
    }

    private void later(UsageStream stream, Throwable fault) {
        if (stopped) {
            return;
        }
        if (!complained) {
            complained = true;
            LOG.warnf("Usage events wait in the Redis stream: %s", fault.getMessage());
        }
        RedisConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
        claimedAt = 0;
        vertx.setTimer(pause, timer -> round(stream));
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }

    private Future<RedisConnection> connected(UsageStream stream) {
        RedisConnection open = connection;
        if (open != null) {
            return Future.succeededFuture(open);
        }
        return stream.ensureGroup()
                .compose(ready -> stream.forgetGone(GONE_MILLIS))
                .compose(ready -> stream.connect())
                .onSuccess(made -> connection = made);
    }

    private Future<List<Entry>> claimed(UsageStream stream) {
        long now = System.nanoTime() / 1_000_000;
        if (claimedAt != 0 && now - claimedAt < CLAIM_EVERY_MILLIS) {
            return Future.succeededFuture(List.of());
        }
        return stream.claim(CLAIM_IDLE_MILLIS).onSuccess(entries -> claimedAt = entries.isEmpty() ? now : 0);
    }

    /** Stays with the same entries until they are booked, so that an outage of PostgreSQL leaves the rest in the stream. */
    private Future<Void> book(UsageStream stream, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture();
        }
        List<UsageEvent> events = new ArrayList<>(entries.size());
        List<Entry> unreadable = new ArrayList<>();
        for (Entry entry : entries) {
            UsageEvent event = event(entry);
            if (event == null || !EventCheck.hasOrigin(event)) {
                unreadable.add(entry);
            } else {
                events.add(event);
            }
        }
        return stream.bury(unreadable)
                .compose(kept -> write(events))
                .compose(booked -> stream.finish(entries))
                .onSuccess(done -> {
                    consumed.increment(events.size());
                    buried.increment(unreadable.size());
                });
    }

    private static @Nullable UsageEvent event(Entry entry) {
        try {
            return SeamJson.MAPPER.readValue(entry.event(), UsageEvent.class);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private Future<Void> write(List<UsageEvent> events) {
        return ledger.write(events).recover(fault -> {
            if (stopped) {
                return Future.failedFuture(fault);
            }
            if (!complained) {
                complained = true;
                LOG.warnf("Usage events wait until PostgreSQL takes them: %s", fault.getMessage());
            }
            Promise<Void> again = Promise.promise();
            vertx.setTimer(pause, timer -> write(events).onComplete(again));
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            return again.future();
        });
    }
}
