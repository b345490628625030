package io.sluice.accounting.spend;

import io.sluice.contracts.admission.GatewayRoster;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The roster of gateways in PostgreSQL. Answers or fails within two seconds. */
@ApplicationScoped
public class PgGatewayRoster implements GatewayRoster {

    private static final long LIMIT_SECONDS = 2;

    private static final String CLOCK = " SELECT clock_timestamp()";

    /** A new gateway holds nothing, and so has told everything. */
    private static final String ENTER = "WITH entered AS (INSERT INTO gateways (gateway_id, incarnation, told_at)"
            + " VALUES ($1, $2, clock_timestamp()) ON CONFLICT (gateway_id) DO NOTHING)" + CLOCK;

    private static final String TOLD = "WITH told AS (INSERT INTO gateways AS g (gateway_id, incarnation, told_at)"
            + " VALUES ($1, $2, $3) ON CONFLICT (gateway_id) DO UPDATE SET"
            + " told_at = greatest(g.told_at, excluded.told_at),"
            + " incarnation = greatest(g.incarnation, excluded.incarnation))" + CLOCK;

    private final Pool pool;

    PgGatewayRoster(Pool pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<Instant> told(String gateway, long incarnation, @Nullable Instant told) {
        Tuple row = Tuple.of(gateway, incarnation);
        if (told != null) {
            row.addOffsetDateTime(OffsetDateTime.ofInstant(told, ZoneOffset.UTC));
        }
        return pool.preparedQuery(told == null ? ENTER : TOLD)
                .execute(row)
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant())
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> left(String gateway) {
        return pool.preparedQuery("DELETE FROM gateways WHERE gateway_id = $1")
                .execute(Tuple.of(gateway))
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .<Void>mapEmpty()
                .toCompletionStage();
    }
}
