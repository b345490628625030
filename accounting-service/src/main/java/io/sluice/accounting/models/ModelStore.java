package io.sluice.accounting.models;

import static io.sluice.accounting.database.Answers.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.accounting.access.ApiException;
import io.sluice.accounting.database.SqlStates;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.Optional;

/** Stored models in PostgreSQL, for the management API. Each change counts the revision on, in one transaction. Blocks its (virtual) thread. */
@ApplicationScoped
class ModelStore {

    private static final String COUNTED = ", counted AS (UPDATE stored_models_revision SET revision = revision + 1"
            + " WHERE EXISTS (SELECT 1 FROM changed) RETURNING revision) SELECT changed.*, counted.revision FROM changed, counted";

    private static final String INSERT = "WITH changed AS (INSERT INTO stored_models"
            + " (id, model_name, model, params, info, blocked, created_by, updated_by)"
            + " VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING *)" + COUNTED;

    private static final String UPDATE =
            "WITH changed AS (UPDATE stored_models SET model_name = $3, model = $4, params = $5,"
                    + " info = $6, blocked = $7, updated_by = $8, updated_at = now(), version = version + 1"
                    + " WHERE id = $1 AND version = $2 RETURNING *)" + COUNTED;

    private static final String DELETE =
            "WITH changed AS (DELETE FROM stored_models WHERE id = $1 RETURNING *)" + COUNTED;

    private final Pool pool;

    ModelStore(Pool pool) {
        this.pool = pool;
    }

    /** A row's changeable part. */
    record Content(String name, String model, String sealedParams, ObjectNode info, boolean blocked) {}

    Optional<Row> find(String id) {
        return first(pool, "SELECT * FROM stored_models WHERE id = $1", Tuple.of(id));
    }

    /** @throws ApiException 400 when there is one with this id */
    Row insert(String id, Content content, String by) {
        try {
            return first(pool, INSERT, values(Tuple.of(id), content).addString(by))
                    .orElseThrow();
        } catch (PgException e) {
            if (SqlStates.isUniqueViolation(e)) {
                throw ApiException.badRequest("A model with id=" + id + " exists already.", "model_info");
            }
            throw e;
        }
    }

    /** @return empty when the row was changed since that version, or is gone */
    Optional<Row> update(String id, long version, Content content, String by) {
        return first(pool, UPDATE, values(Tuple.of(id, version), content).addString(by));
    }

    Optional<Row> delete(String id) {
        return first(pool, DELETE, Tuple.of(id));
    }

    private static Tuple values(Tuple tuple, Content content) {
        return tuple.addString(content.name)
                .addString(content.model)
                .addString(content.sealedParams)
                .addJsonObject(new JsonObject(content.info.toString()))
                .addBoolean(content.blocked);
    }

    private static Optional<Row> first(Pool pool, String sql, Tuple values) {
        Iterator<Row> rows = await(pool.preparedQuery(sql).execute(values)).iterator();
        return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
    }
}
