package io.sluice.accounting.keys;

import io.sluice.contracts.identity.Directory;
import io.sluice.contracts.identity.KeyLookup;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The directory in PostgreSQL. Asked by gateways whose cache does not know a key; answers within ten seconds. */
@ApplicationScoped
public class PgDirectory implements Directory {

    private static final Logger LOG = Logger.getLogger(PgDirectory.class);
    private static final long LIMIT_SECONDS = 10;
    private static final String BY_HASH = "SELECT * FROM virtual_keys WHERE hash = $1";

    private final Pool pool;

    PgDirectory(Pool pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<KeyLookup> findKey(String keyHash) {
        if (!KeyMaterial.isHash(keyHash)) {
            return CompletableFuture.completedStage(new KeyLookup.Unknown());
        }
        return pool.preparedQuery(BY_HASH)
                .execute(Tuple.of(keyHash))
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .map(rows -> rows.size() == 0
                        ? new KeyLookup.Unknown()
                        : (KeyLookup) new KeyLookup.Found(
                                KeyRow.virtualKey(rows.iterator().next())))
                .otherwise(fault -> {
                    LOG.debug("The directory cannot be asked", fault);
                    return new KeyLookup.Unavailable("the database cannot be reached");
                })
                .toCompletionStage();
    }
}
