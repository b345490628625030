package io.sluice.router.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The parameters of OpenAI's chat protocol that a provider may not take. Any other member of a request is the provider's own and passes
 * ({@code litellm-behaviour.md} 8.1; the list is that of LiteLLM 1.109.1).
 */
public final class OpenAiParams {

    /** In LiteLLM's order, in which a refusal names them. */
    static final Set<String> ALL = ordered(
            "functions",
            "function_call",
            "temperature",
            "top_p",
            "n",
            "stop",
            "max_tokens",
            "max_completion_tokens",
            "modalities",
            "prediction",
            "audio",
            "presence_penalty",
            "frequency_penalty",
            "logit_bias",
            "user",
            "response_format",
            "seed",
            "tools",
            "tool_choice",
            "logprobs",
            "top_logprobs",
            "parallel_tool_calls",
            "reasoning_effort",
            "verbosity",
            "thinking",
            "web_search_options",
            "safety_identifier",
            "service_tier",
            "store",
            "prompt_cache_key",
            "prompt_cache_retention",
            "context_management");

    private static final Set<String> NORM =
            without(ALL, Set.of("reasoning_effort", "verbosity", "thinking", "context_management"));
    private static final Set<String> NORM_OF_OTHERS = without(NORM, Set.of("user"));

    /** Names of OpenAI's own models, whoever serves them; {@code gpt-oss} is served by anybody. */
    private static final Pattern OPENAIS = Pattern.compile("(?!gpt-oss)(gpt-|chatgpt-|o[134](-|$)).*");

    private OpenAiParams() {}

    /** All of them, in OpenAI's order. */
    public static Set<String> all() {
        return ALL;
    }

    /** What a model behind OpenAI's dialect is taken to take when its provider's file does not say. */
    static Set<String> norm(String model) {
        return OPENAIS.matcher(model).matches() ? NORM : NORM_OF_OTHERS;
    }

    /**
     * Whether a parameter that cannot be taken is left out instead of refused: who the caller's user is concerns this gateway first.
     */
    public static boolean expendable(String name) {
        return name.equals("user");
    }

    private static Set<String> ordered(String... names) {
        return java.util.Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return java.util.Collections.unmodifiableSet(rest);
    }
}
