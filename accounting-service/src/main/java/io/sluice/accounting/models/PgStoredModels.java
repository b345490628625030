package io.sluice.accounting.models;

import io.sluice.contracts.routing.StoredModel;
import io.sluice.contracts.routing.StoredModels;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Stored models for routers. One statement, so that revision and rows are of one moment; answers within ten seconds. */
@ApplicationScoped
public class PgStoredModels implements StoredModels {

    private static final long LIMIT_SECONDS = 10;

    /** One row without a model when the revision is known, or nothing is stored. */
    private static final String READ = "SELECT r.revision, m.* FROM stored_models_revision r"
            + " LEFT JOIN stored_models m ON r.revision <> $1 ORDER BY m.created_at, m.id";

    private final Pool pool;

    PgStoredModels(Pool pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<Optional<Shelf>> unless(long known) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(known))
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .map(rows -> shelf(rows, known))
                .toCompletionStage();
    }

    private static Optional<Shelf> shelf(RowSet<Row> rows, long known) {
        long revision = NONE;
        List<StoredModel> models = new ArrayList<>(rows.size());
        for (Row row : rows) {
            revision = row.getLong("revision");
            if (row.getString("id") != null) {
                models.add(new StoredModel(
                        row.getString("id"),
                        row.getString("model_name"),
                        row.getString("model"),
                        row.getString("params"),
                        row.getJsonObject("info").encode(),
                        row.getBoolean("blocked")));
            }
        }
        return revision == known ? Optional.empty() : Optional.of(new Shelf(revision, List.copyOf(models)));
    }
}
