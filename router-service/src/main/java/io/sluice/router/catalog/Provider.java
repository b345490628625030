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
 * @param keyVariables environment variables that may give the key, first set one wins
 * @param auth how the key is sent
 * @param paths endpoint (chat, embeddings ...) to path below the base URL
 * @param unsupportedParams OpenAI parameters that it cannot take
 * @param renamedParams OpenAI parameter to the provider's name
 * @param extraHeaders sent with each request
 * @param quirks named deviations that a wire knows
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
        Set<String> unsupportedParams,
        Map<String, String> renamedParams,
        Map<String, String> extraHeaders,
        Set<String> quirks) {

    public enum Auth {
        BEARER,
        X_API_KEY,
        API_KEY,
        X_GOOG_API_KEY,
        NONE
    }
}
