package io.sluice.accounting.keys;

import static io.sluice.accounting.database.Answers.await;

import io.sluice.accounting.access.ApiException;
import io.sluice.accounting.database.SqlStates;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keys in PostgreSQL, for the management API. Column names come from our code alone; every value is bound. Blocks its (virtual)
 * thread.
 */
@ApplicationScoped
class KeyStore {

    private final Pool pool;

    KeyStore(Pool pool) {
        this.pool = pool;
    }

    Optional<Row> find(String hash) {
        return first(await(
                pool.preparedQuery("SELECT * FROM virtual_keys WHERE hash = $1").execute(Tuple.of(hash))));
    }

    /** @throws ApiException 400 when the key or its alias exists */
    Row insert(Map<String, @Nullable Object> columns) {
        String names = String.join(", ", columns.keySet());
        String places = IntStream.rangeClosed(1, columns.size())
                .mapToObj(place -> "$" + place)
                .collect(Collectors.joining(", "));
        String sql = "INSERT INTO virtual_keys (" + names + ") VALUES (" + places + ") RETURNING *";
        return first(guarded(sql, columns.values().stream().toList(), columns.get("key_alias")))
                .orElseThrow();
    }

    /**
     * @param columns to set
     * @param kept members of {@code settings} to set; null removes one
     * @return empty when there is no such key
     * @throws ApiException 400 when another key has the alias
     */
    Optional<Row> update(String hash, Map<String, @Nullable Object> columns, Map<String, @Nullable Object> kept) {
        List<@Nullable Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder("UPDATE virtual_keys SET version = version + 1, updated_at = now()");
        columns.forEach((column, value) -> {
            values.add(value);
            sql.append(", ").append(column).append(" = $").append(values.size());
        });
        if (!kept.isEmpty()) {
            JsonObject set = new JsonObject();
            List<String> removed = new ArrayList<>();
            kept.forEach((name, value) -> {
                if (value == null) {
                    removed.add(name);
                } else {
                    set.put(name, jsonValue(value));
                }
            });
            values.add(removed.toArray(String[]::new));
            values.add(set);
            sql.append(", settings = (settings - $").append(values.size() - 1);
            sql.append("::text[]) || $").append(values.size()).append("::jsonb");
        }
        values.add(hash);
        sql.append(" WHERE hash = $").append(values.size()).append(" RETURNING *");
        return first(guarded(sql.toString(), values, columns.get("key_alias")));
    }

    List<Row> delete(List<String> hashes, List<String> aliases) {
        return rows(await(pool.preparedQuery("DELETE FROM virtual_keys WHERE hash = ANY($1) OR key_alias = ANY($2)"
                        + " RETURNING hash, key_alias")
                .execute(Tuple.tuple()
                        .addArrayOfString(hashes.toArray(String[]::new))
                        .addArrayOfString(aliases.toArray(String[]::new)))));
    }

    List<Row> list(KeyQuery query) {
        return rows(await(pool.preparedQuery("SELECT *, count(*) OVER () AS total FROM virtual_keys WHERE "
                        + KeyQuery.CONDITION + " ORDER BY " + query.order() + ", hash LIMIT $" + KeyQuery.LIMIT
                        + " OFFSET $" + KeyQuery.OFFSET)
                .execute(query.filtersAndPage())));
    }

    long count(KeyQuery query) {
        return await(pool.preparedQuery("SELECT count(*) FROM virtual_keys WHERE " + KeyQuery.CONDITION)
                        .execute(query.filters()))
                .iterator()
                .next()
                .getLong(0);
    }

    /** Plain JSON values as the driver wants them. */
    static @Nullable Object jsonValue(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                JsonObject object = new JsonObject();
                map.forEach((name, member) -> object.put(String.valueOf(name), jsonValue(member)));
                yield object;
            }
            case List<?> list -> {
                JsonArray array = new JsonArray();
                list.forEach(element -> array.add(jsonValue(element)));
                yield array;
            }
            case null -> null;
            default -> value;
        };
    }

    private RowSet<Row> guarded(String sql, List<@Nullable Object> values, @Nullable Object alias) {
        try {
            return await(pool.preparedQuery(sql).execute(Tuple.from(values)));
        } catch (PgException e) {
            if (!SqlStates.isUniqueViolation(e)) {
                throw e;
            }
            if ("virtual_keys_pkey".equals(e.getConstraint())) {
                throw ApiException.badRequest("This key already exists. Choose another one.", "key");
            }
            throw ApiException.badRequest(
                    "Key with alias '" + alias + "' already exists. Unique key aliases across all keys are required.",
                    "key_alias");
        }
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    private static List<Row> rows(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }
}
