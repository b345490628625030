package io.sluice.accounting.keys;

import io.sluice.contracts.money.Money;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns checked fields into values of columns and of the {@code settings} document. */
final class KeyColumns {

    private KeyColumns() {}

    static Map<String, @Nullable Object> columns(KeyFields fields) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        fields.all().forEach((field, value) -> {
            if (field.home() == KeyField.Home.COLUMN) {
                columns.put(field.json(), stored(field, value));
            }
        });
        return columns;
    }

    static Map<String, @Nullable Object> kept(KeyFields fields) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        fields.all().forEach((field, value) -> {
            if (field.home() == KeyField.Home.KEPT || field.home() == KeyField.Home.KEPT_IN_METADATA) {
                kept.put(field.json(), value);
            }
        });
        return kept;
    }

    /** Collections that are cleared become empty: their columns are not nullable. */
    private static @Nullable Object stored(KeyField field, @Nullable Object value) {
        return switch (field.type()) {
            case TEXTS -> value == null ? new String[0] : ((List<?>) value).toArray(String[]::new);
            case OBJECT, TEXTS_BY_NAME, WHOLES_BY_NAME -> value == null ? new JsonObject() : KeyStore.jsonValue(value);
            case NUMBER -> value instanceof Double dollars ? nanos(dollars) : null;
            case TEXT, WHOLE, FLAG -> value;
            case LIST -> throw new IllegalStateException("no column holds a list of anything: " + field);
        };
    }

    static long nanos(double dollars) {
        return Money.ofDollars(BigDecimal.valueOf(dollars)).nanos();
    }
}
