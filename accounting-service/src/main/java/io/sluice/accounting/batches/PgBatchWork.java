package io.sluice.accounting.batches;

import io.sluice.contracts.batches.BatchLine;
import io.sluice.contracts.batches.BatchWork;
import io.sluice.contracts.batches.LineResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Lines of batches in PostgreSQL. Batches are served in turn. Each step answers or fails within ten seconds. */
@ApplicationScoped
public class PgBatchWork implements BatchWork {

    private static final long LIMIT_SECONDS = 10;
    private static final int FIRST_ERROR = 300;

    private static final String CLAIM = "WITH served AS (SELECT b.id FROM batches b WHERE b.status = 'in_progress'"
            + " AND EXISTS (SELECT 1 FROM batch_lines w WHERE w.batch_id = b.id AND w.state = 'waiting' AND w.not_before <= now())"
            + " ORDER BY b.served_at LIMIT 1),"
            + " picked AS (SELECT l.batch_id, l.line FROM batch_lines l JOIN served s ON s.id = l.batch_id"
            + " WHERE l.state = 'waiting' AND l.not_before <= now() ORDER BY l.line LIMIT $1 FOR UPDATE OF l SKIP LOCKED),"
            + " turn AS (UPDATE batches SET served_at = clock_timestamp() WHERE id IN (SELECT id FROM served))"
            + " UPDATE batch_lines l SET state = 'claimed', call_id = gen_random_uuid()::text,"
            + " lease_until = now() + $2 * interval '1 second'"
            + " FROM picked p, batches b WHERE l.batch_id = p.batch_id AND l.line = p.line AND b.id = l.batch_id"
            + " RETURNING l.call_id, b.key_hash, b.admin, b.endpoint, l.tries, l.body";

    private static final String BEGIN =
            "UPDATE batch_lines l SET state = 'begun', lease_until = now() + $2 * interval '1 second'"
                    + " FROM batches b WHERE l.call_id = $1 AND l.state = 'claimed' AND b.id = l.batch_id AND b.status = 'in_progress'";

    private static final String RENEW = "UPDATE batch_lines SET lease_until = now() + $2 * interval '1 second'"
            + " WHERE call_id = ANY($1) AND state IN ('claimed', 'begun')";

    private static final String PUT_BACK =
            "UPDATE batch_lines SET state = 'waiting', call_id = NULL, lease_until = NULL,"
                    + " tries = tries + CASE WHEN state = 'begun' THEN 1 ELSE 0 END,"
                    + " not_before = now() + $2 * interval '1 millisecond' WHERE call_id = $1 AND state IN ('claimed', 'begun')";

    /** A result that comes late is better than the news that it was lost. */
    private static final String DONE = "UPDATE batch_lines SET state = 'done', failed = $2, status = $3, answer = $4,"
            + " error_code = NULL, error_message = NULL, body = '', lease_until = NULL"
            + " WHERE call_id = $1 AND (state <> 'done' OR error_code = 'batch_line_interrupted')";

    private final Pool pool;

    PgBatchWork(Pool pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<List<BatchLine>> claim(int most) {
        return inTime(
                pool.preparedQuery(CLAIM).execute(Tuple.of(most, LEASE_SECONDS)).map(PgBatchWork::lines));
    }

    @Override
    public CompletionStage<Boolean> begin(String callId) {
        return inTime(changed(BEGIN, Tuple.of(callId, LEASE_SECONDS)).map(rows -> rows == 1));
    }

    @Override
    public CompletionStage<Void> renew(List<String> callIds) {
        return inTime(changed(RENEW, Tuple.of(callIds.toArray(String[]::new), LEASE_SECONDS))
                .mapEmpty());
    }

    @Override
    public CompletionStage<Void> putBack(String callId, long delayMillis) {
        return inTime(changed(PUT_BACK, Tuple.of(callId, delayMillis)).mapEmpty());
    }

    @Override
    public CompletionStage<Void> done(LineResult result) {
        Tuple values = Tuple.of(
                result.callId(), result.status() >= FIRST_ERROR, result.status(), Buffer.buffer(result.answer()));
        return inTime(changed(DONE, values).mapEmpty());
    }

    private Future<Integer> changed(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(RowSet::rowCount);
    }

    private static List<BatchLine> lines(RowSet<Row> rows) {
        List<BatchLine> lines = new ArrayList<>(rows.size());
        for (Row row : rows) {
            lines.add(new BatchLine(
                    row.getString("call_id"),
                    row.getString("key_hash"),
                    row.getBoolean("admin"),
                    row.getString("endpoint"),
                    row.getInteger("tries"),
                    row.getBuffer("body").getBytes()));
        }
        return lines;
    }

    private static <T> CompletionStage<T> inTime(Future<T> answer) {
        return answer.timeout(LIMIT_SECONDS, TimeUnit.SECONDS).toCompletionStage();
    }
}
