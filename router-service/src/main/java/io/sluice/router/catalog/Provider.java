package io.sluice.router.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider as {@code providers/NAME.yaml} describes it.
 *
 * @param name LiteLLM's name of the provider, the prefix of {@code litellm_params.model}
 * @param displayName as its errors are named, {@code OpenAIException} for {@code OpenAI}
 * @param wire default wire
 * @param baseUrl default base URL; null when {@code api_base} has to be given
 * @param baseUrlVariables environment variables that may give the base URL, first set one wins
 * @param keyVariables environment variables that may give the key, first set one wins; empty: it needs none
 * @param auth how the key is sent
 * @param paths endpoint (chat, embeddings ...) to path below the base URL
 * @param extraHeaders sent with each request
 * @param rules what differs from the wire's norm, for all models
 * @param modelRules by model name pattern; the first that matches is added to {@code rules}
 */
public record Provider(
        String name,
        String displayName,
        String wire,
        @Nullable String baseUrl,
        List<String> baseUrlVariables,
        List<String> keyVariables,
        Auth auth,
        Map<String, String> paths,
        Map<String, String> extraHeaders,
        Rules rules,
        List<ModelRule> modelRules) {

    public enum Auth {
        BEARER,
        X_API_KEY,
        NONE
    }

    /**
     * @param unsupported OpenAI parameters that cannot be taken: refused, or dropped with {@code drop_params}
     * @param renamed OpenAI parameter to the provider's name
     * @param defaults members that are sent when the client gives none
     * @param quirks named deviations that a wire knows
     */
    public record Rules(
            Set<String> unsupported, Map<String, String> renamed, Map<String, Object> defaults, Set<String> quirks) {

        public static final Rules NONE = new Rules(Set.of(), Map.of(), Map.of(), Set.of());
    }

    /** @param match a model name, {@code *} at its end stands for anything */
    public record ModelRule(String match, Rules rules) {

        public boolean matches(String model) {
            return match.endsWith("*") ? model.startsWith(match.substring(0, match.length() - 1)) : model.equals(match);
        }
    }

    /** Rules for one model: the provider's and those of the first matching model rule. */
    public Rules rulesFor(String model) {
        for (ModelRule rule : modelRules) {
            if (rule.matches(model)) {
                return merged(rules, rule.rules());
            }
        }
        return rules;
    }

    private static Rules merged(Rules base, Rules more) {
        return new Rules(
                union(base.unsupported, more.unsupported),
                union(base.renamed, more.renamed),
                union(base.defaults, more.defaults),
                union(base.quirks, more.quirks));
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> all = new java.util.LinkedHashSet<>(a);
        all.addAll(b);
        return java.util.Collections.unmodifiableSet(all);
    }

    private static <V> Map<String, V> union(Map<String, V> a, Map<String, V> b) {
        Map<String, V> all = new java.util.LinkedHashMap<>(a);
        all.putAll(b);
        return java.util.Collections.unmodifiableMap(all);
    }
}
