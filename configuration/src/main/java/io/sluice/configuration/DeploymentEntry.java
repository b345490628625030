package io.sluice.configuration;

import java.util.Optional;

/**
 * One entry of {@code model_list}.
 *
 * @param modelName public name of the group it belongs to
 * @param id {@code model_info.id}, or a stable hash of name and parameters
 * @param params {@code litellm_params}
 * @param info {@code model_info}
 * @param unavailable why this deployment cannot serve (a key's variable is not set, the provider is unknown); empty when it can
 */
public record DeploymentEntry(
        String modelName, String id, Settings params, Settings info, Optional<String> unavailable) {}
