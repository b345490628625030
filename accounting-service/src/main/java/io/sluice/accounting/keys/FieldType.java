package io.sluice.accounting.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.accounting.access.Json;
import io.sluice.accounting.access.Violations;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Types of the management API's fields, read as leniently as pydantic does, and refused in its words. Values: {@code String},
 * {@code Double}, {@code Long}, {@code Boolean}, {@code List} or {@code Map}.
 */
enum FieldType {
    TEXT {
        @Override
        @Nullable
        Object read(JsonNode node, Violations wrong, String name) {
            return node.isTextual() ? node.textValue() : fault(wrong, "string_type", "string", name);
        }
    },
    NUMBER {
        @Override
        @Nullable
        Object read(JsonNode node, Violations wrong, String name) {
            if (node.isNumber() || node.isBoolean()) {
                return finite(node.isBoolean() ? (node.booleanValue() ? 1.0 : 0.0) : node.doubleValue(), wrong, name);
            }
            if (!node.isTextual()) {
                return fault(wrong, "float_type", "number", name);
            }
            try {
                return finite(Double.parseDouble(node.textValue().strip()), wrong, name);
            } catch (NumberFormatException e) {
                wrong.add(
                        "float_parsing",
                        "Input should be a valid number, unable to parse string as a number",
                        "body",
                        name);
                return null;
            }
        }
    },
    WHOLE {
        @Override
        @Nullable
        Object read(JsonNode node, Violations wrong, String name) {
            return whole(node, wrong, "body", name);
        }
    },
    FLAG {
        @Override
        @Nullable
        Object read(JsonNode node, Violations wrong, String name) {
            String text = node.asText().toLowerCase(Locale.ROOT);
            if (node.isContainerNode()) {
                return fault(wrong, "bool_type", "boolean", name);
            }
            if (TRUE.contains(text)) {
                return true;
            }
            if (FALSE.contains(text)) {
                return false;
            }
            wrong.add("bool_parsing", "Input should be a valid boolean, unable to interpret input", "body", name);
            return null;
        }
    },
    TEXTS {
        @Override
        @Nullable
        Object read(JsonNode node, Violations wrong, String name) {
            if (!node.isArray()) {
                return fault(wrong, "list_type", "list", name);
            }
            List<String> texts = new ArrayList<>(node.size());
            for (int i = 0; i < node.size(); i++) {
                if (node.get(i).isTextual()) {
                    texts.add(node.get(i).textValue());
                } else {
                    wrong.add("string_type", "Input should be a valid string", "body", name, i);
                }
            }
            return texts;
        }
    },
    LIST {
        @Override
        @Nullable
        Object read(JsonNode node, Violations wrong, String name) {
            return node.isArray() ? Json.plain(node) : fault(wrong, "list_type", "list", name);
        }
    },
    OBJECT {
        @Override
        @Nullable
        Object read(JsonNode node, Violations wrong, String name) {
            return node.isObject() ? Json.plain(node) : fault(wrong, "dict_type", "dictionary", name);
        }
    },
    TEXTS_BY_NAME {
        @Override
        @Nullable
        Object read(JsonNode node, Violations wrong, String name) {
            if (!node.isObject()) {
                return fault(wrong, "dict_type", "dictionary", name);
            }
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                if (!member.getValue().isTextual()) {
                    wrong.add("string_type", "Input should be a valid string", "body", name, member.getKey());
                }
            }
            return Json.plain(node);
        }
    },
    WHOLES_BY_NAME {
        @Override
        @Nullable
        Object read(JsonNode node, Violations wrong, String name) {
            if (!node.isObject()) {
                return fault(wrong, "dict_type", "dictionary", name);
            }
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                Long limit = whole(member.getValue(), wrong, "body", name, member.getKey());
                if (limit != null && limit < 0) {
                    wrong.add(
                            "greater_than_equal",
                            "Input should be greater than or equal to 0",
                            "body",
                            name,
                            member.getKey());
                }
            }
            return Json.plain(node);
        }
    };

    private static final Set<String> TRUE = Set.of("true", "1", "yes", "on", "y", "t");
    private static final Set<String> FALSE = Set.of("false", "0", "no", "off", "n", "f");

    /** The value, or null after something was added to {@code wrong}. {@code node} is not JSON null. */
    abstract @Nullable Object read(JsonNode node, Violations wrong, String name);

    private static @Nullable Object fault(Violations wrong, String type, String what, String name) {
        wrong.add(type, "Input should be a valid " + what, "body", name);
        return null;
    }

    private static @Nullable Object finite(double value, Violations wrong, String name) {
        if (!Double.isFinite(value)) {
            wrong.add("finite_number", "Input should be a finite number", "body", name);
            return null;
        }
        return value;
    }

    private static @Nullable Long whole(JsonNode node, Violations wrong, Object... location) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isNumber()) {
            double value = node.doubleValue();
            if (value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE) {
                return (long) value;
            }
            wrong.add(
                    "int_from_float", "Input should be a valid integer, got a number with a fractional part", location);
            return null;
        }
        if (!node.isTextual()) {
            wrong.add("int_type", "Input should be a valid integer", location);
            return null;
        }
        try {
            return Long.parseLong(node.textValue().strip());
        } catch (NumberFormatException e) {
            wrong.add("int_parsing", "Input should be a valid integer, unable to parse string as an integer", location);
            return null;
        }
    }

    /** Dollars that fit into nano-dollars of a {@code long}. */
    static boolean isAmount(double dollars) {
        return dollars >= 0 && BigDecimal.valueOf(dollars).compareTo(BigDecimal.valueOf(9_000_000_000L)) < 0;
    }
}
