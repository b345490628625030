package io.sluice.accounting.batches;

import static io.sluice.accounting.database.Answers.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.accounting.database.Migrations;
import io.sluice.accounting.files.PgFileStore;
import io.sluice.configuration.BatchSettings;
import io.sluice.configuration.Configuration;
import io.sluice.contracts.batches.BatchWork;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Leads batches from one status to the next: reads their input, takes back leases that ended, ends what is too late, writes result files, deletes what has
 * expired. Every replica of the books has one; an advisory lock in the transaction of each step keeps them off each other, so that a step of one that died
 * was never there. On a virtual thread of its own.
 */
@ApplicationScoped
public class BatchKeeper {

    private static final Logger LOG = Logger.getLogger(BatchKeeper.class);
    private static final long ROUND_MILLIS = 1_000;
    private static final int ROUNDS_A_PURGE = 600;

    /** While the books were away nobody could renew a lease: so long it may be done before leases end. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(BatchWork.LEASE_SECONDS) / 2;

    /** Claimed only: nobody was called. */
    private static final String FREE = "UPDATE batch_lines SET state = 'waiting', call_id = NULL, lease_until = NULL"
            + " WHERE state = 'claimed' AND lease_until < now()";

    /** Begun: a provider may have answered it, and the ledger has what it cost. */
    private static final String INTERRUPTED = "UPDATE batch_lines SET state = 'done', failed = true,"
            + " error_code = 'batch_line_interrupted', error_message = 'The gateway that ran this line stopped in the middle."
            + " It may have been answered and charged, so it was not run again.' WHERE state = 'begun' AND lease_until < now()";

    private static final String EXPIRE =
            "UPDATE batch_lines l SET state = 'done', failed = true, error_code = 'batch_expired',"
                    + " error_message = 'This request could not be executed before the completion window expired.'"
                    + " FROM batches b WHERE b.id = l.batch_id AND b.status = 'in_progress' AND b.expires_at < now()"
                    + " AND l.state = 'waiting'";

    private static final String DROP = "DELETE FROM batch_lines l USING batches b"
            + " WHERE b.id = l.batch_id AND b.status = 'cancelling' AND l.state = 'waiting'";

    private static final String UNREAD =
            "SELECT id FROM batches WHERE status = 'validating' AND provider IS NULL ORDER BY created_at LIMIT 10";

    private static final String ALL_DONE =
            "SELECT b.id FROM batches b WHERE b.provider IS NULL AND b.status IN ('in_progress', 'finalizing', 'cancelling')"
                    + " AND NOT EXISTS (SELECT 1 FROM batch_lines l WHERE l.batch_id = b.id AND l.state <> 'done') LIMIT 10";

    private static final String FINALIZING = "UPDATE batches SET status = 'finalizing', finalizing_at = now()"
            + " WHERE id = $1 AND status = 'in_progress'";

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('batch ' || $1, 0)) AS mine";
    private static final String FIND = "SELECT * FROM batches WHERE id = $1";

    private static final String COUNT =
            "SELECT count(*) FILTER (WHERE NOT failed) AS completed, count(*) FILTER (WHERE failed) AS failed,"
                    + " bool_or(error_code = 'batch_expired') AS expired FROM batch_lines WHERE batch_id = $1";

    private static final String DELETE_LINES = "DELETE FROM batch_lines WHERE batch_id = $1";

    private static final String END =
            "UPDATE batches SET completed = $2, failed = $3, output_file_id = $4, error_file_id = $5,"
                    + " status = $6, completed_at = CASE WHEN $6 = 'completed' THEN now() END,"
                    + " expired_at = CASE WHEN $6 = 'expired' THEN now() END,"
                    + " cancelled_at = CASE WHEN $6 = 'cancelled' THEN now() END WHERE id = $1";

    private static final List<String> PURGE = List.of(
            "DELETE FROM files WHERE (expires_at < now() OR (NOT complete AND created_at < now() - interval '1 day'))"
                    + " AND NOT " + PgFileStore.HELD,
            "DELETE FROM batches WHERE status IN ('completed', 'failed', 'expired', 'cancelled')"
                    + " AND created_at < now() - $1 * interval '1 day'");

    private final Pool pool;
    private final PgFileStore files;
    private final Migrations migrations;
    private final BatchSettings settings;
    private final Semaphore news = new Semaphore(0);
    private volatile boolean stopping;

    /** Of its own thread. */
    private long reachableSince = System.nanoTime();

    BatchKeeper(Pool pool, PgFileStore files, Migrations migrations, Configuration configuration) {
        this.pool = pool;
        this.files = files;
        this.migrations = migrations;
        this.settings = BatchSettings.of(configuration);
    }

    void start(@Observes StartupEvent event) {
        var _ = migrations
                .whenDone()
                .thenRun(() -> Thread.ofVirtual().name("sluice-batches").start(this::keep));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        wake();
    }

    /** There may be something to do. */
    void wake() {
        news.release();
    }

    private void keep() {
        for (long round = 0; !stopping; round++) {
            try {
                round();
                if (round % ROUNDS_A_PURGE == 0) {
                    purge();
                }
            } catch (RuntimeException e) {
                LOG.debug("Batches wait until the database is back", e);
                reachableSince = System.nanoTime();
            }
            try {
                if (news.tryAcquire(ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void round() {
        if (System.nanoTime() - reachableSince > GRACE_NANOS) {
            await(pool.query(FREE).execute());
            await(pool.query(INTERRUPTED).execute());
        }
        await(pool.query(EXPIRE).execute());
        await(pool.query(DROP).execute());
        for (String id : ids(UNREAD)) {
            alone(id, connection -> {
                Row batch = find(connection, id);
                if (batch.getString("status").equals("validating")) {
                    new InputReader(files, settings.maxLines(), connection, batch)
                            .read(batch.getString("input_file_id"));
                }
            });
        }
        for (String id : ids(ALL_DONE)) {
            await(pool.preparedQuery(FINALIZING).execute(Tuple.of(id)));
            alone(id, connection -> end(connection, find(connection, id)));
        }
    }

    private List<String> ids(String sql) {
        List<String> ids = new ArrayList<>();
        for (Row row : await(pool.query(sql).execute())) {
            ids.add(row.getString("id"));
        }
        return ids;
    }

    private static Row find(SqlConnection connection, String id) {
        return await(connection.preparedQuery(FIND).execute(Tuple.of(id)))
                .iterator()
                .next();
    }

    private interface Step {
        void take(SqlConnection connection);
    }

    /** In one transaction, and in one of all replicas. A fault of one batch does not keep the others waiting. */
    private void alone(String id, Step step) {
        SqlConnection connection = await(pool.getConnection());
        try {
            Transaction transaction = await(connection.begin());
            RowSet<Row> lock = await(connection.preparedQuery(LOCK).execute(Tuple.of(id)));
            if (lock.iterator().next().getBoolean("mine")) {
                step.take(connection);
            }
            await(transaction.commit());
        } catch (RuntimeException e) {
            LOG.warnf("Batch %s waits: %s", id, e.toString());
        } finally {
            // without a commit this is a rollback
            connection.close();
        }
    }

    private void end(SqlConnection connection, Row batch) {
        String status = batch.getString("status");
        if (!status.equals("finalizing") && !status.equals("cancelling")) {
            return;
        }
        String id = batch.getString("id");
        ResultFiles results = new ResultFiles(files, connection, batch);
        String output = results.write(false).orElse(null);
        String errors = results.write(true).orElse(null);
        Row count = await(connection.preparedQuery(COUNT).execute(Tuple.of(id)))
                .iterator()
                .next();
        boolean expired = Boolean.TRUE.equals(count.getBoolean("expired"));
        await(connection.preparedQuery(DELETE_LINES).execute(Tuple.of(id)));
        await(connection
                .preparedQuery(END)
                .execute(Tuple.of(
                                id,
                                count.getLong("completed").intValue(),
                                count.getLong("failed").intValue())
                        .addString(output)
                        .addString(errors)
                        .addString(status.equals("cancelling") ? "cancelled" : expired ? "expired" : "completed")));
        LOG.infof(
                "Batch %s has ended: %d lines answered, %d failed",
                id, count.getLong("completed"), count.getLong("failed"));
    }

    private void purge() {
        await(pool.query(PURGE.getFirst()).execute());
        await(pool.preparedQuery(PURGE.getLast()).execute(Tuple.of(2 * settings.retentionDays())));
    }
}
