package io.sluice.accounting.keys;

import io.sluice.contracts.admission.BudgetWindow;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.money.BudgetMode;
import io.sluice.contracts.money.Money;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code virtual_keys}. */
final class KeyRow {

    private KeyRow() {}

    static VirtualKey virtualKey(Row row) {
        return new VirtualKey(
                row.getString("hash"),
                row.getString("key_name"),
                row.getString("key_alias"),
                row.getString("user_id"),
                row.getString("team_id"),
                row.getString("organization_id"),
                texts(row, "models"),
                textsByName(row, "aliases"),
                texts(row, "allowed_routes"),
                money(row, "max_budget"),
                row.getString("budget_duration"),
                mode(row),
                spendAtStart(row, Instant.now()),
                row.getLong("rpm_limit"),
                row.getLong("tpm_limit"),
                row.getLong("max_parallel_requests"),
                numbersByName(row, "model_rpm_limit"),
                numbersByName(row, "model_tpm_limit"),
                instant(row, "expires"),
                Boolean.TRUE.equals(row.getBoolean("blocked")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getLong("version"));
    }

    /** What was spent without a ledger row, if the budget window of {@code now} is still the one that it was spent in. */
    static Money spendAtStart(Row row, Instant now) {
        BudgetWindow window = BudgetWindow.at(row.getString("budget_duration"), now);
        boolean counts = !row.getOffsetDateTime("spend_set_at").toInstant().isBefore(window.start());
        return counts ? Money.ofNanos(row.getLong("spend_at_start")) : Money.ZERO;
    }

    static List<String> texts(Row row, String column) {
        return List.of(row.getArrayOfStrings(column));
    }

    static @Nullable Money money(Row row, String column) {
        Long nanos = row.getLong(column);
        return nanos == null ? null : Money.ofNanos(nanos);
    }

    static @Nullable Double dollars(Row row, String column) {
        Money money = money(row, column);
        return money == null ? null : money.toDollars().doubleValue();
    }

    static @Nullable BudgetMode mode(Row row) {
        String mode = row.getString("budget_mode");
        return mode == null ? null : BudgetMode.parse(mode);
    }

    static Map<String, Object> object(Row row, String column) {
        return row.get(JsonObject.class, column).getMap();
    }

    static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static Map<String, String> textsByName(Row row, String column) {
        Map<String, String> texts = new LinkedHashMap<>();
        object(row, column).forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    private static Map<String, Long> numbersByName(Row row, String column) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        object(row, column).forEach((name, value) -> {
            if (value instanceof Number number) {
                numbers.put(name, number.longValue());
            } else if (value instanceof String text) {
                numbers.put(name, Long.parseLong(text.strip()));
            }
        });
        return numbers;
    }
}
