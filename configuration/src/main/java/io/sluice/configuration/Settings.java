package io.sluice.configuration;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A section of the configuration as a map with typed, forgiving reads: LiteLLM's users write numbers and booleans as strings too.
 * Immutable. Every read throws {@link ConfigurationException} with the path when a value has a type that cannot be meant.
 *
 * @param path where this section stands, for messages
 */
public record Settings(String path, Map<String, Object> values) {

    public Settings {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public static Settings empty(String path) {
        return new Settings(path, Map.of());
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    public Optional<Object> raw(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public Optional<String> string(String name) {
        return raw(name).map(value -> switch (value) {
            case String text -> text;
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> throw wrong(name, "a text", value);
        });
    }

    public Optional<BigDecimal> decimal(String name) {
        return raw(name).map(value -> {
            try {
                return switch (value) {
                    case BigDecimal decimal -> decimal;
                    case Number number -> new BigDecimal(number.toString());
                    case String text -> new BigDecimal(text.strip());
                    default -> throw wrong(name, "a number", value);
                };
            } catch (NumberFormatException e) {
                throw wrong(name, "a number", value);
            }
        });
    }

    public Optional<Long> wholeNumber(String name) {
        return decimal(name).map(decimal -> {
            try {
                return decimal.longValueExact();
            } catch (ArithmeticException e) {
                throw wrong(name, "a whole number", decimal);
            }
        });
    }

    /** A time that is written in seconds, with fractions, in milliseconds; -1 when it is not set. */
    public long millis(String name) {
        return decimal(name)
                .map(seconds -> seconds.movePointRight(3).longValue())
                .orElse(-1L);
    }

    public Optional<Boolean> bool(String name) {
        return raw(name).map(value -> switch (value) {
            case Boolean bool -> bool;
            case String text when text.strip().equalsIgnoreCase("true") -> true;
            case String text when text.strip().equalsIgnoreCase("false") -> false;
            default -> throw wrong(name, "true or false", value);
        });
    }

    public boolean flag(String name, boolean whenAbsent) {
        return bool(name).orElse(whenAbsent);
    }

    /** A list of texts; a single text counts as a list of one; absent is empty. */
    public List<String> strings(String name) {
        return raw(name)
                .map(value -> switch (value) {
                    case String text -> List.of(text);
                    case List<?> list -> texts(name, list);
                    default -> throw wrong(name, "a list", value);
                })
                .orElse(List.of());
    }

    public List<Object> list(String name) {
        return raw(name)
                .map(value -> switch (value) {
                    case List<?> list -> List.<Object>copyOf(list);
                    default -> throw wrong(name, "a list", value);
                })
                .orElse(List.of());
    }

    /** A subsection; absent is empty. */
    public Settings section(String name) {
        return raw(name)
                .map(value -> switch (value) {
                    case Map<?, ?> map -> new Settings(path + '.' + name, stringKeys(map));
                    default -> throw wrong(name, "a section", value);
                })
                .orElseGet(() -> empty(path + '.' + name));
    }

    /** A copy of a YAML map with its keys as texts. */
    public static Map<String, Object> stringKeys(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private List<String> texts(String name, List<?> list) {
        List<String> texts = new ArrayList<>(list.size());
        for (Object element : list) {
            if (element instanceof Map || element instanceof List) {
                throw wrong(name, "a list of texts", element);
            }
            texts.add(String.valueOf(element));
        }
        return texts;
    }

    private ConfigurationException wrong(String name, String expected, Object value) {
        return new ConfigurationException(path + '.' + name + " must be " + expected + ", not "
                + value.getClass().getSimpleName());
    }
}
