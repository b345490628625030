package io.sluice.accounting.keys;

import static io.sluice.accounting.database.Answers.await;

import io.sluice.contracts.admission.BudgetWindow;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.money.Money;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums of the ledger for keys that are shown. Blocks its (virtual) thread. */
@ApplicationScoped
class KeySpends {

    private static final String SUMS = "SELECT k.scope,"
            + " coalesce(sum(s.settled) FILTER (WHERE s.window_start >= k.start), 0)::bigint AS current,"
            + " coalesce(sum(s.settled), 0)::bigint AS total"
            + " FROM unnest($1::text[], $2::bigint[]) AS k(scope, start)"
            + " JOIN scope_spend s ON s.scope = k.scope GROUP BY k.scope";

    private final Pool pool;

    KeySpends(Pool pool) {
        this.pool = pool;
    }

    KeySpend of(Row key) {
        return of(List.of(key)).values().iterator().next();
    }

    /** By hash. */
    Map<String, KeySpend> of(List<Row> keys) {
        Instant now = Instant.now();
        Map<String, KeySpend> spends = new HashMap<>();
        String[] scopes = new String[keys.size()];
        Long[] starts = new Long[keys.size()];
        for (int i = 0; i < keys.size(); i++) {
            Row key = keys.get(i);
            scopes[i] = Scope.key(key.getString("hash")).toString();
            starts[i] = BudgetWindow.at(key.getString("budget_duration"), now)
                    .start()
                    .toEpochMilli();
            spends.put(key.getString("hash"), KeySpend.atStart(key));
        }
        for (Row sum : await(pool.preparedQuery(SUMS)
                .execute(Tuple.tuple().addArrayOfString(scopes).addArrayOfLong(starts)))) {
            spends.computeIfPresent(
                    Scope.parse(sum.getString("scope")).id(),
                    (hash, spend) ->
                            spend.plus(Money.ofNanos(sum.getLong("current")), Money.ofNanos(sum.getLong("total"))));
        }
        return spends;
    }
}
