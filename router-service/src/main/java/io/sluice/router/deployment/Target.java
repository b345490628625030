package io.sluice.router.deployment;

import io.sluice.configuration.Settings;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Provider;
import org.jspecify.annotations.Nullable;

/**
 * A deployment, resolved: whom to call, how, with what.
 *
 * @param providerModel the model's name for the provider (prefix taken off, wildcard filled in)
 * @param apiBase base URL without trailing slash
 * @param apiKey null when the provider needs none
 * @param params {@code litellm_params}, of which unknown members and OpenAI parameters are defaults for the call
 * @param dropParams leave out what the provider cannot take, instead of refusing
 * @param modifyParams allow repairs of the messages
 */
public record Target(
        String deploymentId,
        String modelGroup,
        Provider provider,
        String providerModel,
        String apiBase,
        @Nullable String apiKey,
        Settings params,
        ModelCard card,
        boolean dropParams,
        boolean modifyParams) {

    /** Without the key: this may reach a log. */
    @Override
    public String toString() {
        return "Target[" + deploymentId + ", " + provider.name() + '/' + providerModel + ']';
    }
}
