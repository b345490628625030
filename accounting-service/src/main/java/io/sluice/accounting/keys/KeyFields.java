package io.sluice.accounting.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.accounting.access.ApiException;
import io.sluice.accounting.access.Json;
import io.sluice.accounting.access.Violations;
import io.sluice.contracts.admission.BudgetWindow;
import io.sluice.contracts.money.BudgetMode;
import io.sluice.contracts.money.Money;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about a key: only known fields, checked. A field that is present with null clears; one that is absent is left
 * alone.
 */
final class KeyFields {

    private static final List<KeyField> NOT_NEGATIVE = List.of(
            KeyField.MAX_BUDGET,
            KeyField.SOFT_BUDGET,
            KeyField.RPM_LIMIT,
            KeyField.TPM_LIMIT,
            KeyField.TPD_LIMIT,
            KeyField.MAX_PARALLEL_REQUESTS);

    private final Map<KeyField, @Nullable Object> values;

    private KeyFields(Map<KeyField, @Nullable Object> values) {
        this.values = values;
    }

    /** @throws ApiException 422 for wrong types, 400 for values that cannot be meant */
    static KeyFields read(byte @Nullable [] body) {
        JsonNode object = Json.object(body);
        Violations wrong = new Violations();
        Map<KeyField, @Nullable Object> values = new EnumMap<>(KeyField.class);
        for (KeyField field : KeyField.values()) {
            JsonNode node = object.get(field.json());
            if (node != null) {
                values.put(field, node.isNull() ? null : field.type().read(node, wrong, field.json()));
            }
        }
        KeyFields fields = new KeyFields(values);
        fields.checkKeyType(wrong);
        wrong.throwIfAny();
        fields.checkValues();
        return fields;
    }

    boolean has(KeyField field) {
        return values.containsKey(field);
    }

    Optional<String> text(KeyField field) {
        return Optional.ofNullable((String) values.get(field));
    }

    @Nullable
    Object value(KeyField field) {
        return values.get(field);
    }

    Optional<Money> money(KeyField field) {
        return Optional.ofNullable((Double) values.get(field))
                .map(dollars -> Money.ofDollars(BigDecimal.valueOf(dollars)));
    }

    Map<KeyField, @Nullable Object> all() {
        return values;
    }

    private void checkKeyType(Violations wrong) {
        if (values.get(KeyField.KEY_TYPE) instanceof String name
                && KeyType.byName(name).isEmpty()) {
            wrong.add(
                    "enum",
                    "Input should be 'llm_api', 'management', 'read_only' or 'default'",
                    "body",
                    KeyField.KEY_TYPE.json());
        }
    }

    private void checkValues() {
        for (KeyField field : NOT_NEGATIVE) {
            if (values.get(field) instanceof Number number && number.doubleValue() < 0) {
                throw ApiException.badRequest(field.json() + " cannot be negative.", field.json());
            }
        }
        for (KeyField field : List.of(KeyField.MAX_BUDGET, KeyField.SOFT_BUDGET, KeyField.SPEND)) {
            if (values.get(field) instanceof Double dollars && !FieldType.isAmount(dollars)) {
                throw ApiException.badRequest(field.json() + " must be between 0 and 9e9 dollars.", field.json());
            }
        }
        text(KeyField.BUDGET_DURATION)
                .filter(duration -> !BudgetWindow.isValid(duration))
                .ifPresent(duration -> {
                    throw ApiException.badRequest(
                            "budget_duration must look like 30s, 30m, 30h, 30d, 1w or 1mo.",
                            KeyField.BUDGET_DURATION.json());
                });
        text(KeyField.BUDGET_MODE).ifPresent(mode -> values.put(KeyField.BUDGET_MODE, mode(mode)));
        text(KeyField.KEY_ALIAS).filter(String::isBlank).ifPresent(blank -> values.put(KeyField.KEY_ALIAS, null));
    }

    private static String mode(String text) {
        try {
            return BudgetMode.parse(text).name().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(
                    "budget_mode must be strict, bounded or advisory.", KeyField.BUDGET_MODE.json());
        }
    }
}
