package io.sluice.router.deployment;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.Environment;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Without a configuration file, a provider whose key (or, where none is needed, whose address) is in the environment has its models
 * available: all of them as {@code provider/model}, and those of the best known providers under their own names too.
 */
public final class EnvironmentModels {

    /** Names that nobody takes for another provider's. */
    private static final Map<String, List<String>> OWN_NAMES = Map.of(
            "openai", List.of("gpt-*", "chatgpt-*", "o1*", "o3*", "o4*", "text-embedding-*"),
            "anthropic", List.of("claude-*"),
            "gemini", List.of("gemini-*"),
            "deepseek", List.of("deepseek-*"),
            "xai", List.of("grok-*"));

    /** Tokens that machines have for other purposes than calling models. */
    private static final Set<String> OTHER_PURPOSES = Set.of("HF_TOKEN", "VERCEL_OIDC_TOKEN");

    private EnvironmentModels() {}

    /**
     * The configuration itself when it is a file's or has models; otherwise with these models.
     *
     * @param wires whether a wire of this name is built; what cannot serve is not made up
     */
    public static Configuration addTo(Configuration configuration, Catalog catalog, Predicate<String> wires) {
        if (configuration.source().isPresent() || !configuration.models().isEmpty()) {
            return configuration;
        }
        List<Map<String, Object>> entries = new ArrayList<>();
        for (String name : catalog.providerNames()) {
            Provider provider = catalog.provider(name).orElseThrow();
            if (wires.test(provider.wire()) && isGiven(provider, configuration.environment())) {
                entries.add(entry(name + "/*", name + "/*"));
                OWN_NAMES.getOrDefault(name, List.of()).forEach(own -> entries.add(entry(own, name + '/' + own)));
            }
        }
        return configuration.withModels(entries);
    }

    private static boolean isGiven(Provider provider, Environment environment) {
        List<String> variables =
                provider.keyVariables().isEmpty() ? provider.baseUrlVariables() : provider.keyVariables();
        return variables.stream()
                .filter(variable -> !OTHER_PURPOSES.contains(variable))
                .anyMatch(variable -> environment.get(variable).isPresent());
    }

    private static Map<String, Object> entry(String name, String model) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("model_name", name);
        entry.put("litellm_params", Map.of("model", model));
        return entry;
    }
}
