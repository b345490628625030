package io.sluice.accounting.spend;

import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.contracts.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The ledger's sums in PostgreSQL. A budget window that is looked at gets a row of its own, which says to later lookers that they are not
 * the first. Answers or fails within two seconds.
 */
@ApplicationScoped
public class PgSpendBook implements SpendBook {

    private static final long LIMIT_SECONDS = 2;

    /** No row comes back when there is one already: also when another looker commits it at this moment. */
    private static final String OPEN = "INSERT INTO scope_spend (scope, window_start, settled) VALUES ($1, $2, 0)"
            + " ON CONFLICT DO NOTHING RETURNING settled";

    /** Sum and roster from one snapshot. */
    private static final String LOOK = "SELECT s.settled, g.gateway_id, g.incarnation,"
            + " (extract(epoch FROM clock_timestamp() - g.told_at) * 1000)::bigint AS silent"
            + " FROM scope_spend s LEFT JOIN gateways g ON g.gateway_id <> $3"
            + " WHERE s.scope = $1 AND s.window_start = $2";

    private final Pool pool;

    PgSpendBook(Pool pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<Look> look(Scope scope, Instant windowStart, String gateway) {
        long window = windowStart.toEpochMilli();
        return pool.preparedQuery(OPEN)
                .execute(Tuple.of(scope.toString(), window))
                .compose(opened -> opened.size() == 1
                        ? Future.succeededFuture(new Look(Money.ZERO, true, List.of()))
                        : pool.preparedQuery(LOOK)
                                .execute(Tuple.of(scope.toString(), window, gateway))
                                .map(PgSpendBook::look))
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .toCompletionStage();
    }

    private static Look look(RowSet<Row> rows) {
        Money spent = Money.ZERO;
        List<Member> others = new ArrayList<>();
        for (Row row : rows) {
            spent = Money.ofNanos(row.getLong("settled"));
            String member = row.getString("gateway_id");
            if (member != null) {
                others.add(new Member(member, row.getLong("incarnation"), Math.max(0, row.getLong("silent"))));
            }
        }
        return new Look(spent, false, others);
    }
}
