package io.sluice.accounting.ledger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.contracts.usage.UsageEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;

/**
 * One partition of the ledger a day, made ahead of its day, and for late events when they come. Days that are absurdly far away go to
 * the default partition. Old counters of journal segments are dropped on the way.
 */
@ApplicationScoped
public class LedgerPartitions {

    private static final Logger LOG = Logger.getLogger(LedgerPartitions.class);
    private static final long DAYS_AHEAD = 3;
    private static final long DAYS_BACK = 40;
    private static final long ROUND_HOURS = 6;
    private static final String DROP_OLD_COUNTERS = "WITH old AS (DELETE FROM journal_segments"
            + " WHERE updated_at < now() - interval '60 days' RETURNING gateway_id, segment)"
            + " DELETE FROM journal_repeats r USING old o WHERE r.gateway_id = o.gateway_id AND r.segment = o.segment";

    private final Pool pool;
    private final Vertx vertx;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();
    private long timer = -1;

    LedgerPartitions(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        maintain();
        timer = vertx.setPeriodic(TimeUnit.HOURS.toMillis(ROUND_HOURS), id -> maintain());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Completed when every event of the batch has a partition to go to. */
    Future<Void> ensureFor(List<UsageEvent> events) {
        Set<LocalDate> missing = null;
        for (UsageEvent event : events) {
            LocalDate day = day(event);
            if (!known.contains(day)) {
                missing = missing == null ? new java.util.HashSet<>() : missing;
                missing.add(day);
            }
        }
        return missing == null ? Future.succeededFuture() : ensure(missing);
    }

    private void maintain() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        ensure(LongStream.rangeClosed(0, DAYS_AHEAD).mapToObj(today::plusDays).collect(Collectors.toSet()))
                .compose(made -> pool.query(DROP_OLD_COUNTERS).execute())
                .onFailure(fault -> LOG.debug("The ledger's partitions are made when the database is back", fault));
    }

    private Future<Void> ensure(Set<LocalDate> days) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Future<Void> done = Future.succeededFuture();
        for (LocalDate day : days.stream().sorted().toList()) {
            boolean near = !day.isBefore(today.minusDays(DAYS_BACK)) && !day.isAfter(today.plusDays(DAYS_AHEAD));
            if (near) {
                done = done.compose(before -> make(day));
            }
        }
        return done;
    }

    private Future<Void> make(LocalDate day) {
        return pool.preparedQuery("SELECT ensure_ledger_partition($1)")
                .execute(Tuple.of(day))
                .onSuccess(made -> known.add(day))
                .mapEmpty();
    }

    private static LocalDate day(UsageEvent event) {
        return LedgerColumn.time(event.admittedAtMicros()).toLocalDate();
    }
}
