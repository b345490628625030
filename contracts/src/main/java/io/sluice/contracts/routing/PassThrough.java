package io.sluice.contracts.routing;

import java.util.Map;

/**
 * Names of what passes through: each provider (and each route of {@code general_settings.pass_through_endpoints}) is a model group of its own, so that
 * such a call is admitted, routed and booked like any other. No client can ask for one by name.
 */
public final class PassThrough {

    /** LiteLLM's route prefixes to provider names ({@code litellm-behaviour.md} 1.1). */
    public static final Map<String, String> PROVIDERS = Map.ofEntries(
            Map.entry("anthropic", "anthropic"),
            Map.entry("azure", "azure"),
            Map.entry("azure_ai", "azure_ai"),
            Map.entry("bedrock", "bedrock"),
            Map.entry("cohere", "cohere"),
            Map.entry("gemini", "gemini"),
            Map.entry("mistral", "mistral"),
            Map.entry("openai", "openai"),
            Map.entry("openai_passthrough", "openai"),
            Map.entry("openrouter", "openrouter"),
            Map.entry("vertex_ai", "vertex_ai"),
            Map.entry("vllm", "vllm"));

    private static final String PREFIX = "pass-through/";

    /** Stands for the model of a call that names none. */
    private static final String NO_MODEL = "-";

    private PassThrough() {}

    /** @param route path of the route without its first slash; @param model empty for none */
    public static String group(String route, String model) {
        return PREFIX + PROVIDERS.getOrDefault(route, route) + '/' + (model.isEmpty() ? NO_MODEL : model);
    }

    /** All groups of a route. */
    public static String pattern(String route) {
        return group(route, "*");
    }

    public static boolean isGroup(String model) {
        return model.startsWith(PREFIX);
    }
}
