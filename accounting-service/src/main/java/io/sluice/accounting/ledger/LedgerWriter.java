package io.sluice.accounting.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.accounting.database.SqlStates;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.UsageEvent;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Writes events into the ledger, each exactly once however often it comes and in whatever order. Asynchronous; safe to call from any
 * thread and from several processes at once.
 */
@ApplicationScoped
public class LedgerWriter {

    private static final Logger LOG = Logger.getLogger(LedgerWriter.class);
    private static final int BATCH = 1_000;
    private static final int DEADLOCK_RETRIES = 3;

    private final Pool pool;
    private final LedgerPartitions partitions;
    private final Timer batchTime;
    private final Counter inserted;
    private final Counter repeated;
    private final Counter replaced;
    private final Counter rejected;

    LedgerWriter(Pool pool, LedgerPartitions partitions, MeterRegistry metrics) {
        this.pool = pool;
        this.partitions = partitions;
        this.batchTime = metrics.timer("sluice.ledger.batch");
        this.inserted = metrics.counter("sluice.ledger.events", "result", "inserted");
        this.repeated = metrics.counter("sluice.ledger.events", "result", "repeated");
        this.replaced = metrics.counter("sluice.ledger.events", "result", "replaced");
        this.rejected = metrics.counter("sluice.ledger.events", "result", "rejected");
    }

    /**
     * Completed when all events are committed. An event that is none, or that PostgreSQL refuses for what is in it, is kept aside and
     * does not hold up the others. Fails when PostgreSQL cannot be asked; then the same events have to come again.
     */
    public Future<Void> write(List<UsageEvent> events) {
        Future<Void> done = Future.succeededFuture();
        List<UsageEvent> whole = new ArrayList<>(events.size());
        for (UsageEvent event : events) {
            String fault = EventCheck.fault(event);
            if (fault == null) {
                whole.add(event);
            } else {
                done = done.compose(before -> reject(event, fault));
            }
        }
        for (List<UsageEvent> round : rounds(whole)) {
            done = done.compose(before -> writeRound(round));
        }
        return done;
    }

    /** Batches in which no event comes twice. */
    private static List<List<UsageEvent>> rounds(List<UsageEvent> events) {
        List<List<UsageEvent>> rounds = new ArrayList<>();
        List<UsageEvent> rest = events;
        while (!rest.isEmpty()) {
            Set<EventId> seen = new HashSet<>();
            List<UsageEvent> round = new ArrayList<>(Math.min(rest.size(), BATCH));
            List<UsageEvent> later = new ArrayList<>();
            for (UsageEvent event : rest) {
                boolean first = round.size() < BATCH && seen.add(EventId.of(event));
                (first ? round : later).add(event);
            }
            rounds.add(round);
            rest = later;
        }
        return rounds;
    }

    private Future<Void> writeRound(List<UsageEvent> events) {
        Timer.Sample sample = Timer.start();
        return attempt(events, DEADLOCK_RETRIES)
                .recover(fault -> isDataFault(fault) ? separate(events, fault) : Future.failedFuture(fault))
                .onSuccess(done -> sample.stop(batchTime));
    }

    private Future<Void> attempt(List<UsageEvent> events, int retries) {
        return partitions
                .ensureFor(events)
                .compose(ready -> append(events))
                .recover(fault ->
                        retries > 0 && isConflict(fault) ? attempt(events, retries - 1) : Future.failedFuture(fault));
    }

    private Future<Void> append(List<UsageEvent> events) {
        return pool.preparedQuery(LedgerSql.APPEND)
                .execute(LedgerSql.arrays(events))
                .compose(rows -> {
                    inserted.increment(rows.size());
                    return rows.size() == events.size() ? Future.succeededFuture() : improve(without(events, rows));
                });
    }

    private Future<Void> improve(List<UsageEvent> held) {
        repeated.increment(held.size());
        return pool.preparedQuery(LedgerSql.IMPROVE)
                .execute(LedgerSql.arrays(held))
                .onSuccess(rows -> replaced.increment(rows.iterator().next().getLong(0)))
                .mapEmpty();
    }

    private static List<UsageEvent> without(List<UsageEvent> events, RowSet<Row> written) {
        Set<EventId> ids = new HashSet<>();
        written.forEach(row -> ids.add(new EventId(row.getString(0), row.getInteger(1), row.getString(2))));
        return events.stream().filter(event -> !ids.contains(EventId.of(event))).toList();
    }

    /** Halves a batch until the event at fault stands alone. */
    private Future<Void> separate(List<UsageEvent> events, Throwable fault) {
        if (events.size() == 1) {
            return reject(events.getFirst(), String.valueOf(fault.getMessage()));
        }
        int half = events.size() / 2;
        return writeRound(events.subList(0, half)).compose(first -> writeRound(events.subList(half, events.size())));
    }

    private Future<Void> reject(UsageEvent event, String reason) {
        // an event that lacks members may lack these, whatever its type says
        String gatewayId = LedgerColumn.storable(String.valueOf((Object) event.gatewayId()));
        LOG.errorf("An event of gateway %s cannot be booked; it is kept in ledger_rejects: %s", gatewayId, reason);
        rejected.increment();
        byte[] json = SeamJson.bytes(event);
        return pool.preparedQuery(LedgerSql.REJECT)
                .execute(Tuple.of(
                        digest(json), Buffer.buffer(json), LedgerColumn.storable(reason), gatewayId, event.segment()))
                .mapEmpty();
    }

    private static String digest(byte[] json) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean isDataFault(Throwable fault) {
        return fault instanceof PgException postgres && SqlStates.isDataFault(postgres.getSqlState());
    }

    /** Serialization fault or deadlock with another writer. */
    private static boolean isConflict(Throwable fault) {
        return fault instanceof PgException postgres
                && postgres.getSqlState() != null
                && postgres.getSqlState().startsWith("40");
    }
}
