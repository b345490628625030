package io.sluice.accounting.files;

import static io.sluice.accounting.database.Answers.await;

import io.sluice.accounting.access.ApiException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of OpenAI's lists (platform.openai.com/docs/api-reference/files/list, seen 2026-11-26): the newest first, what follows {@code after}. Blocks its
 * (virtual) thread.
 *
 * @param columns SQL, of the table as {@code t}
 * @param condition SQL, whose first parameter is the owner or null, and its further ones {@code values}
 */
public record Listing(String columns, String table, String condition, List<@Nullable Object> values) {

    /** @param ascending the oldest first */
    public Map<String, Object> page(
            Pool pool, @Nullable String after, int limit, boolean ascending, Function<Row, Map<String, Object>> view) {
        int next = values.size();
        String beyond = ascending ? ">" : "<";
        String direction = ascending ? "ASC" : "DESC";
        String sql = "SELECT " + columns + " FROM " + table + " t WHERE " + condition + " AND ($" + (next + 1)
                + "::text IS NULL"
                + " OR (created_at, id) " + beyond + " (SELECT a.created_at, a.id FROM " + table + " a WHERE a.id = $"
                + (next + 1) + ")) ORDER BY created_at " + direction + ", id " + direction + " LIMIT $" + (next + 2);
        List<@Nullable Object> all = new ArrayList<>(values);
        all.add(after);
        all.add(limit + 1);
        List<Map<String, Object>> data = new ArrayList<>();
        for (Row row : await(pool.preparedQuery(sql).execute(Tuple.wrap(all)))) {
            data.add(view.apply(row));
        }
        boolean more = data.size() > limit;
        List<Map<String, Object>> shown = more ? data.subList(0, limit) : data;
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("object", "list");
        page.put("data", shown);
        page.put("first_id", shown.isEmpty() ? null : shown.getFirst().get("id"));
        page.put("last_id", shown.isEmpty() ? null : shown.getLast().get("id"));
        page.put("has_more", more);
        return page;
    }

    /** @throws ApiException 400 for a limit that is none */
    public static int limit(@Nullable String text, int otherwise, int most) {
        if (text == null) {
            return otherwise;
        }
        Optional<Integer> limit = Optional.empty();
        try {
            limit = Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            // refused below
        }
        return limit.filter(number -> number >= 1 && number <= most)
                .orElseThrow(() -> ApiException.error(
                        400, "'limit' must be between 1 and " + most + '.', "invalid_request_error", "limit"));
    }
}
