package io.sluice.configuration;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The process environment, with {@code environment_variables} of the configuration file over it. Holds secrets: it never prints
 * itself. Empty values count as not set, as Compose files write {@code KEY: ${KEY:-}}.
 */
public final class Environment {

    private final Map<String, String> values;

    public Environment(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
    }

    Environment plus(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(more);
        return new Environment(all);
    }

    @Override
    public String toString() {
        return "Environment[" + values.size() + " variables]";
    }
}
