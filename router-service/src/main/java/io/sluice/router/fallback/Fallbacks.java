package io.sluice.router.fallback;

import io.sluice.configuration.Settings;
import io.sluice.router.failure.ErrorClass;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which groups follow a failed one. General fallbacks answer every error but a full context window; that and content policy have
 * lists of their own (LiteLLM 1.109.1, {@code conformance/FACTS.md}). {@code "*"} stands for every group without an entry.
 */
public record Fallbacks(
        Map<String, List<String>> general,
        Map<String, List<String>> contextWindow,
        Map<String, List<String>> contentPolicy,
        List<String> byDefault,
        int maxDepth) {

    private static final int DEFAULT_DEPTH = 5;
    private static final String ANY = "*";

    public static Fallbacks read(Settings router) {
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

    /** @param names of the group that failed: as it was asked for (an alias), its own, its deployment's; the first with an entry counts */
    public List<String> after(List<String> names, ErrorClass error) {
        return switch (error) {
            case CONTEXT_WINDOW -> listed(contextWindow, names, List.of());
            case CONTENT_POLICY -> listed(contentPolicy, names, generalAfter(names));
            default -> generalAfter(names);
        };
    }

    public boolean hasContentPolicy(List<String> names) {
        return !listed(contentPolicy, names, List.of()).isEmpty();
    }

    private List<String> generalAfter(List<String> names) {
        return listed(general, names, byDefault);
    }

    private static List<String> listed(Map<String, List<String>> lists, List<String> names, List<String> otherwise) {
        for (String name : names) {
            List<String> list = lists.get(name);
            if (list != null) {
                return list;
            }
        }
        return lists.getOrDefault(ANY, otherwise);
    }

    /** Everything that may follow a group, whatever the error: what a call can come to. */
    public Set<String> reachable(List<String> names) {
        Set<String> all = new LinkedHashSet<>(generalAfter(names));
        all.addAll(listed(contextWindow, names, List.of()));
        all.addAll(listed(contentPolicy, names, List.of()));
        return all;
    }
}
