package io.sluice.accounting.spend;

import io.sluice.accounting.access.ApiException;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /spend/logs} asks for.
 *
 * @param from inclusive
 * @param until exclusive
 */
record SpendLogQuery(
        @Nullable String keyHash,
        @Nullable String userId,
        @Nullable String requestId,
        @Nullable OffsetDateTime from,
        @Nullable OffsetDateTime until) {

    /** For the values of {@link #values}. */
    static final String CONDITION = "($1::text IS NULL OR key_hash = $1) AND ($2::text IS NULL OR user_id = $2)"
            + " AND ($3::text IS NULL OR request_id = $3)"
            + " AND ($4::timestamptz IS NULL OR admitted_at >= $4)"
            + " AND ($5::timestamptz IS NULL OR admitted_at < $5)";

    static final int LIMIT = 6;
    static final int OFFSET = 7;

    /** @param last whether the whole of that day belongs to it */
    static @Nullable OffsetDateTime day(@Nullable String text, String name, boolean last) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text.strip());
            return (last ? day.plusDays(1) : day).atStartOfDay().atOffset(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw ApiException.badRequest(name + " must be a day, YYYY-MM-DD.", name);
        }
    }

    Tuple values() {
        return Tuple.tuple()
                .addString(keyHash)
                .addString(userId)
                .addString(requestId)
                .addOffsetDateTime(from)
                .addOffsetDateTime(until);
    }

    Tuple page(int page, int size) {
        return values().addLong((long) size).addLong((long) size * (page - 1));
    }
}
