package io.sluice.accounting.books;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Looks into the books' database. */
@ApplicationScoped
public class Sql {

    private final Pool pool;

    Sql(Pool pool) {
        this.pool = pool;
    }

    public List<Row> rows(String sql, Object... values) {
        try {
            RowSet<Row> rows = pool.preparedQuery(sql)
                    .execute(Tuple.from(values))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            List<Row> list = new ArrayList<>();
            rows.forEach(list::add);
            return list;
        } catch (Exception e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the only row. */
    public long number(String sql, Object... values) {
        List<Row> rows = rows(sql, values);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows: " + sql);
        }
        return rows.getFirst().getLong(0);
    }

    /** Sum of a scope's window; 0 when there is none. */
    public long settled(String scope, long window) {
        return number(
                "SELECT coalesce(sum(settled), 0)::bigint FROM scope_spend WHERE scope = $1 AND window_start = $2",
                scope,
                window);
    }

    /** Number of events that a segment is said to have. */
    public long counted(String gatewayId, long segment) {
        return number(
                "SELECT coalesce(sum(events), 0)::bigint FROM journal_segments WHERE gateway_id = $1 AND segment = $2",
                gatewayId,
                segment);
    }

    public long ledgerRows(String requestId) {
        return number("SELECT count(*) FROM ledger WHERE request_id = $1", requestId);
    }

    /** Scopes whose sum is not what the ledger's rows come to: must be none at any time. */
    public List<String> wrongSums() {
        return rows("SELECT scope, window_start FROM (SELECT c.key AS scope, c.value::bigint AS window_start,"
                        + " sum(l.cost)::bigint AS cost FROM ledger l, jsonb_each_text(l.charges) c GROUP BY 1, 2) t"
                        + " FULL JOIN scope_spend s USING (scope, window_start)"
                        + " WHERE coalesce(t.cost, 0) <> coalesce(s.settled, 0)")
                .stream()
                .map(row -> row.getString(0) + '@' + row.getLong(1))
                .toList();
    }
}
