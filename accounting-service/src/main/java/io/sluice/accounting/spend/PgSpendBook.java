package io.sluice.accounting.spend;

import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.contracts.money.Money;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The ledger's sums in PostgreSQL. Answers or fails within two seconds. */
@ApplicationScoped
public class PgSpendBook implements SpendBook {

    private static final long LIMIT_SECONDS = 2;

    private final Pool pool;

    PgSpendBook(Pool pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<Money> settled(Scope scope, Instant windowStart) {
        return pool.preparedQuery("SELECT settled FROM scope_spend WHERE scope = $1 AND window_start = $2")
                .execute(Tuple.of(scope.toString(), windowStart.toEpochMilli()))
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .map(rows -> rows.size() == 0
                        ? Money.ZERO
                        : Money.ofNanos(rows.iterator().next().getLong(0)))
                .toCompletionStage();
    }
}
