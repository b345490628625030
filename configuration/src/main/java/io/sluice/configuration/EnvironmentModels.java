package io.sluice.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models that provider keys in the environment make available when there is no configuration file. */
final class EnvironmentModels {

    private static final String TABLE = "environment-models.yaml";

    private EnvironmentModels() {}

    /** Those variables of the table that are set. */
    static List<String> variables(Environment environment) {
        return YamlFile.resource(TABLE).keySet().stream()
                .filter(variable -> environment.get(variable).isPresent())
                .toList();
    }

    /** The configuration file that somebody with these variables might have written. */
    static Map<String, Object> asFile(Environment environment) {
        Map<String, Object> table = YamlFile.resource(TABLE);
        Map<String, String> models = new LinkedHashMap<>();
        for (String variable : variables(environment)) {
            ((Map<?, ?>) table.get(variable))
                    .forEach((name, model) -> models.putIfAbsent(String.valueOf(name), String.valueOf(model)));
        }
        List<Object> entries = new ArrayList<>();
        models.forEach(
                (name, model) -> entries.add(Map.of("model_name", name, "litellm_params", Map.of("model", model))));
        return Map.of("model_list", entries);
    }
}
