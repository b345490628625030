package io.sluice.accounting.keys;

import io.sluice.accounting.access.ApiException;
import io.sluice.accounting.access.Violations;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /key/list} asks for.
 *
 * @param onlyHash restricts a virtual key to itself
 * @param substring whether {@code alias} and {@code userId} match as parts
 * @param page from 1
 */
record KeyQuery(
        @Nullable String onlyHash,
        @Nullable String userId,
        @Nullable String teamId,
        @Nullable String organizationId,
        @Nullable String keyHash,
        @Nullable String alias,
        @Nullable String status,
        boolean substring,
        String order,
        int page,
        int size) {

    /** For the values of {@link #filters}. */
    static final String CONDITION = "($1::text IS NULL OR hash = $1)"
            + " AND ($2::text IS NULL OR user_id = $2 OR ($7::boolean AND strpos(user_id, $2) > 0))"
            + " AND ($3::text IS NULL OR team_id = $3) AND ($4::text IS NULL OR organization_id = $4)"
            + " AND ($5::text IS NULL OR hash = $5)"
            + " AND ($6::text IS NULL OR key_alias = $6 OR ($7::boolean AND strpos(key_alias, $6) > 0))"
            + " AND CASE $8::text WHEN 'revoked' THEN blocked IS TRUE"
            + " WHEN 'expired' THEN blocked IS NOT TRUE AND expires <= now()"
            + " WHEN 'active' THEN blocked IS NOT TRUE AND (expires IS NULL OR expires > now())"
            + " WHEN 'deleted' THEN false ELSE true END";

    static final int LIMIT = 9;
    static final int OFFSET = 10;
    static final int MAX_SIZE = 100;

    private static final Map<String, String> SORTS = Map.of(
            "created_at", "created_at",
            "updated_at", "updated_at",
            "key_alias", "key_alias",
            "key_name", "key_name",
            "user_id", "user_id",
            "team_id", "team_id",
            "max_budget", "max_budget",
            "expires", "expires",
            "spend", "spend_at_start",
            "token", "hash");

    /** @throws ApiException 400 for a column that cannot be sorted by, 422 for another direction */
    static String order(@Nullable String by, @Nullable String direction) {
        String column = by == null || by.isBlank() ? "created_at" : SORTS.get(by);
        if (column == null) {
            throw ApiException.badRequest(
                    "Invalid sort column. Must be one of "
                            + SORTS.keySet().stream().sorted().toList(),
                    "sort_by");
        }
        return switch (direction == null ? "desc" : direction.toLowerCase(Locale.ROOT)) {
            case "asc" -> column + " ASC NULLS LAST";
            case "desc" -> column + " DESC NULLS LAST";
            default ->
                throw Violations.single("literal_error", "Input should be 'asc' or 'desc'", "query", "sort_order");
        };
    }

    Tuple filters() {
        return Tuple.tuple()
                .addString(onlyHash)
                .addString(userId)
                .addString(teamId)
                .addString(organizationId)
                .addString(keyHash)
                .addString(alias)
                .addBoolean(substring)
                .addString(status);
    }

    Tuple filtersAndPage() {
        return filters().addLong((long) size).addLong((long) size * (page - 1));
    }
}
