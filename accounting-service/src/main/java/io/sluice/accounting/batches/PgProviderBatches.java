package io.sluice.accounting.batches;

import io.sluice.contracts.batches.ProviderBatch;
import io.sluice.contracts.batches.ProviderBatches;
import io.sluice.contracts.batches.ProviderNews;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Batches of providers in PostgreSQL. Each step answers or fails within ten seconds. */
@ApplicationScoped
public class PgProviderBatches implements ProviderBatches {

    private static final long LIMIT_SECONDS = 10;

    private static final String CLAIM = "UPDATE batches SET remote_lease = now() + $1 * interval '1 second' WHERE id ="
            + " (SELECT id FROM batches WHERE provider IS NOT NULL AND remote_at <= now() AND remote_lease <= now()"
            + " AND status IN ('validating', 'in_progress', 'finalizing', 'cancelling')"
            + " ORDER BY remote_at LIMIT 1 FOR UPDATE SKIP LOCKED)"
            + " RETURNING *, extract(epoch FROM now() - created_at)::bigint AS age";

    private static final String SUBMIT = "UPDATE batches SET submitted_at = now(), model = $2"
            + " WHERE id = $1 AND submitted_at IS NULL AND status = 'validating'";

    /** What a client cancelled stays so until the provider says how it ended. */
    private static final String TOLD =
            "UPDATE batches SET remote_id = coalesce($2, remote_id), total = greatest(total, $3),"
                    + " completed = greatest(completed, $4), failed = greatest(failed, $5),"
                    + " output_file_id = coalesce($6, output_file_id), error_file_id = coalesce($7, error_file_id),"
                    + " errors = coalesce($8, errors), remote_lease = now(),"
                    + " submitted_at = CASE WHEN $11 THEN NULL ELSE submitted_at END,"
                    + " remote_at = now() + CASE WHEN status = 'cancelling' THEN least($9, 5000) ELSE $9 END * interval '1 millisecond',"
                    + " status = CASE WHEN status = 'cancelling' AND $10 IN ('validating', 'in_progress') THEN status ELSE $10 END,"
                    + " in_progress_at = CASE WHEN $10 = 'in_progress' THEN coalesce(in_progress_at, now()) ELSE in_progress_at END,"
                    + " finalizing_at = CASE WHEN $10 = 'finalizing' THEN coalesce(finalizing_at, now()) ELSE finalizing_at END,"
                    + " completed_at = CASE WHEN $10 = 'completed' THEN now() END,"
                    + " failed_at = CASE WHEN $10 = 'failed' THEN now() END,"
                    + " expired_at = CASE WHEN $10 = 'expired' THEN now() END,"
                    + " cancelled_at = CASE WHEN $10 = 'cancelled' THEN now() END WHERE id = $1";

    /** Not one that was told of meanwhile. */
    private static final String RENEW = "UPDATE batches SET remote_lease = now() + $2 * interval '1 second'"
            + " WHERE id = ANY($1) AND remote_lease > now()";

    private final Pool pool;

    PgProviderBatches(Pool pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<Optional<ProviderBatch>> claim() {
        return inTime(pool.preparedQuery(CLAIM)
                .execute(Tuple.of(LEASE_SECONDS))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(batch(rows.iterator().next()))));
    }

    @Override
    public CompletionStage<Boolean> submit(String id, String model) {
        return inTime(pool.preparedQuery(SUBMIT).execute(Tuple.of(id, model)).map(rows -> rows.rowCount() == 1));
    }

    @Override
    public CompletionStage<Void> renew(List<String> ids) {
        return inTime(pool.preparedQuery(RENEW)
                .execute(Tuple.of(ids.toArray(String[]::new), LEASE_SECONDS))
                .mapEmpty());
    }

    @Override
    public CompletionStage<Void> told(String id, ProviderNews news) {
        String errors = news.errors();
        Future<RowSet<Row>> done = pool.preparedQuery(TOLD)
                .execute(Tuple.of(id, news.remoteId(), news.total(), news.completed(), news.failed())
                        .addString(news.outputFileId())
                        .addString(news.errorFileId())
                        .addJsonArray(errors == null ? null : new JsonArray(errors))
                        .addLong(news.nextMillis())
                        .addString(news.status())
                        .addBoolean(news.notMade()));
        return inTime(done.mapEmpty());
    }

    private static ProviderBatch batch(Row row) {
        return new ProviderBatch(
                row.getString("id"),
                row.getString("owner"),
                row.getString("key_hash"),
                row.getBoolean("admin"),
                row.getString("provider"),
                row.getString("status"),
                row.getString("endpoint"),
                row.getString("input_file_id"),
                row.getString("completion_window"),
                row.getString("model"),
                row.getString("remote_id"),
                row.getOffsetDateTime("submitted_at") != null,
                row.getString("output_file_id"),
                row.getLong("age"),
                row.getLong("output_seconds"));
    }

    private static <T> CompletionStage<T> inTime(Future<T> answer) {
        return answer.timeout(LIMIT_SECONDS, TimeUnit.SECONDS).toCompletionStage();
    }
}
