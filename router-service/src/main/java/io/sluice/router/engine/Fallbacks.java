package io.sluice.router.engine;

import io.sluice.configuration.Settings;
import io.sluice.router.failure.ErrorClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which groups follow a failed one. General fallbacks answer every error but a full context window; that and content policy have
 * lists of their own (LiteLLM 1.109.1, {@code conformance/FACTS.md}).
 */
record Fallbacks(
        Map<String, List<String>> general,
        Map<String, List<String>> contextWindow,
        Map<String, List<String>> contentPolicy,
        List<String> byDefault,
        int maxDepth) {

    private static final int DEFAULT_DEPTH = 5;

    static Fallbacks read(Settings router) {
        return new Fallbacks(
                groups(router, "fallbacks"),
                groups(router, "context_window_fallbacks"),
                groups(router, "content_policy_fallbacks"),
                router.strings("default_fallbacks"),
                router.wholeNumber("max_fallbacks").map(Long::intValue).orElse(DEFAULT_DEPTH));
    }

    /** A list of one-entry maps, as LiteLLM's users write it. */
    private static Map<String, List<String>> groups(Settings router, String name) {
        Map<String, List<String>> groups = new HashMap<>();
        for (Object element : router.list(name)) {
            if (element instanceof Map<?, ?> map) {
                Settings entry = new Settings(router.path() + '.' + name, Settings.stringKeys(map));
                entry.values().keySet().forEach(group -> groups.put(group, entry.strings(group)));
            }
        }
        return groups;
    }

    List<String> after(String group, ErrorClass error) {
        return switch (error) {
            case CONTEXT_WINDOW -> contextWindow.getOrDefault(group, List.of());
            case CONTENT_POLICY -> contentPolicy.containsKey(group) ? contentPolicy.get(group) : generalAfter(group);
            default -> generalAfter(group);
        };
    }

    private List<String> generalAfter(String group) {
        List<String> named = general.get(group);
        return named != null ? named : general.getOrDefault("*", byDefault);
    }
}
