package io.sluice.router.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
 * @param modelPrefix put before a model's name that has no slash; empty for none
 * @param rules what differs from the wire's norm, for all models
 * @param modelRules by model name pattern; the first that matches is added to {@code rules}
 * @param profile who it is and what else it offers
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
        String modelPrefix,
        Rules rules,
        List<ModelRule> modelRules,
        ProviderProfile profile) {

    /** How the key is sent; the last ones are signatures or tokens that the wire makes from it. */
    public enum Auth {
        BEARER,
        X_API_KEY,
        NONE,
        /** {@code api-key}, or an Entra token as a bearer. */
        AZURE,
        /** {@code x-goog-api-key}. */
        X_GOOG_API_KEY,
        /** {@code xi-api-key}. */
        XI_API_KEY,
        /** {@code x-key}. */
        X_KEY,
        /** {@code authorization: Token ...}. */
        TOKEN,
        /** {@code authorization: Key ...}. */
        KEY,
        /** {@code authorization} with the bare key. */
        PLAIN,
        /** A signature with credentials of AWS, or as a bearer an API key of Bedrock. */
        AWS_SIGV4,
        GOOGLE_OAUTH,
        IBM_IAM,
        OCI_SIGNATURE,
        /** A token that is fetched with a client id and secret. */
        OAUTH;

        /** Without a key, credentials may still be found on the machine. */
        public boolean findsCredentials() {
            return this == AWS_SIGV4;
        }
    }

    /**
     * Which of OpenAI's parameters a model takes, and what it needs changed.
     *
     * @param supported OpenAI parameters that can be taken; empty for {@link OpenAiParams#NORM}
     * @param alsoSupported those that can be taken besides
     * @param byCapability capability of the model to the parameters that only a model with it can take
     * @param unsupported those that cannot be taken all the same
     * @param renamed OpenAI parameter to the provider's name
     * @param defaults members that are sent when the client gives none
     * @param quirks named deviations that a wire knows
     */
    public record Rules(
            Set<String> supported,
            Set<String> alsoSupported,
            Map<String, Set<String>> byCapability,
            Set<String> unsupported,
            Map<String, String> renamed,
            Map<String, Object> defaults,
            Set<String> quirks) {

        private Set<String> refused(String model, Set<String> capabilities) {
            Set<String> refused = new LinkedHashSet<>(OpenAiParams.ALL);
            refused.removeAll(supported.isEmpty() ? OpenAiParams.norm(model) : supported);
            refused.removeAll(alsoSupported);
            byCapability.forEach((capability, params) -> {
                if (capabilities.contains(capability)) {
                    refused.removeAll(params);
                } else {
                    refused.addAll(params);
                }
            });
            refused.addAll(unsupported);
            return Collections.unmodifiableSet(refused);
        }
    }

    /** @param match a model name in which {@code *} stands for anything */
    public record ModelRule(String match, Rules rules) {

        public boolean matches(String model) {
            return Provider.matches(match, model);
        }
    }

    /** Whether a model has a name of this pattern, in which {@code *} stands for anything. */
    static boolean matches(String match, String model) {
        String[] literals = match.split("\\*", -1);
        String last = literals[literals.length - 1];
        if (literals.length == 1) {
            return model.equals(match);
        }
        if (!model.startsWith(literals[0])) {
            return false;
        }
        int at = literals[0].length();
        for (int i = 1; i < literals.length - 1; i++) {
            int found = model.indexOf(literals[i], at);
            if (found < 0) {
                return false;
            }
            at = found + literals[i].length();
        }
        return model.length() - at >= last.length() && model.endsWith(last);
    }

    /** A model's name as the provider and its price list write it. */
    public String fullName(String model) {
        return modelPrefix.isEmpty() || model.contains("/") ? model : modelPrefix + model;
    }

    /** Rules for one model: the provider's and those of the first matching model rule, which may take what the provider else refuses. */
    public Rules rulesFor(String model) {
        for (ModelRule rule : modelRules) {
            if (rule.matches(model)) {
                return merged(rules, rule.rules());
            }
        }
        return rules;
    }

    /** OpenAI parameters that a model with these capabilities cannot take: refused, or dropped with {@code drop_params}. */
    public Set<String> refused(String model, Set<String> capabilities) {
        return rulesFor(model).refused(model, capabilities);
    }

    private static Rules merged(Rules base, Rules more) {
        return new Rules(
                more.supported.isEmpty() ? base.supported : more.supported,
                union(base.alsoSupported, more.alsoSupported),
                union(base.byCapability, more.byCapability),
                union(without(without(base.unsupported, more.supported), more.alsoSupported), more.unsupported),
                union(base.renamed, more.renamed),
                union(base.defaults, more.defaults),
                union(base.quirks, more.quirks));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return Collections.unmodifiableSet(rest);
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return Collections.unmodifiableSet(all);
    }

    private static <V> Map<String, V> union(Map<String, V> a, Map<String, V> b) {
        Map<String, V> all = new LinkedHashMap<>(a);
        all.putAll(b);
        return Collections.unmodifiableMap(all);
    }
}
