package io.sluice.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replaces {@code os.environ/NAME} by the variable's value, and remembers the names that are not set. */
final class EnvironmentReferences {

    private static final String PREFIX = "os.environ/";

    /** A reference to a variable that is not set. */
    record Unset(String path, String variable) {

        Notice notice() {
            return new Notice(Notice.Kind.UNSET, path, variable);
        }
    }

    private final Environment environment;
    private final List<Unset> unset = new ArrayList<>();

    EnvironmentReferences(Environment environment) {
        this.environment = environment;
    }

    List<Unset> unset() {
        return unset;
    }

    /** A copy in which every reference is resolved; unset ones are left out, as LiteLLM reads them as none. */
    Map<String, Object> resolve(String path, Map<?, ?> map) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            Object replacement = value(path.isEmpty() ? name : path + '.' + name, value);
            if (replacement != null) {
                resolved.put(name, replacement);
            }
        });
        return resolved;
    }

    private @Nullable Object value(String path, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text when text.startsWith(PREFIX) -> lookUp(path, text.substring(PREFIX.length()));
            case Map<?, ?> map -> resolve(path, map);
            case List<?> list -> list(path, list);
            default -> value;
        };
    }

    private List<Object> list(String path, List<?> list) {
        List<Object> resolved = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Object element = value(path + '[' + i + ']', list.get(i));
            if (element != null) {
                resolved.add(element);
            }
        }
        return resolved;
    }

    private @Nullable String lookUp(String path, String variable) {
        String value = environment.get(variable).orElse(null);
        if (value == null) {
            unset.add(new Unset(path, variable));
        }
        return value;
    }
}
