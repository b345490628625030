package io.sluice.router.deployment;

import io.sluice.configuration.Settings;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Provider;
import io.sluice.router.conversation.GatewayMembers;
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

    /** The name by which the model is known: a deployment's own name says little where its owner chose it, so {@code base_model} counts first. */
    public String knownModel() {
        return params.string("base_model")
                .map(model -> model.substring(model.lastIndexOf('/') + 1))
                .orElse(providerModel);
    }

    /** The same for another model of the provider. */
    public Target ofModel(String model) {
        return new Target(
                deploymentId, modelGroup, provider, model, apiBase, apiKey, params, card, dropParams, modifyParams);
    }

    /** Whether this member of {@link #params} configures the deployment; the others are defaults for the call. */
    public boolean configuredBy(String param) {
        return GatewayMembers.ofDeployment(param) || provider.profile().configures(param);
    }

    /** Without the key: this may reach a log. */
    @Override
    public String toString() {
        return "Target[" + deploymentId + ", " + provider.name() + '/' + providerModel + ']';
    }
}
