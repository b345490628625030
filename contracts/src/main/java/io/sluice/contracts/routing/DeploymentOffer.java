package io.sluice.contracts.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as the edge needs it: to ask after its health, and to call it by its id.
 *
 * @param id {@code model_info.id}; a call may name it as its model
 * @param group public name of its model group, may be a wildcard
 * @param model {@code litellm_params.model}
 * @param apiBase where it is called; for administrators only
 * @param mode {@code chat}, {@code embedding} ...; null when unknown
 * @param accessGroups names by which a key may be allowed to use it
 * @param unavailable why it cannot serve, and is never probed; null when it can
 * @param probe how its health is looked at
 * @param shadow what else is asked what it was asked
 */
public record DeploymentOffer(
        String id,
        String group,
        String model,
        String apiBase,
        @Nullable String mode,
        List<String> accessGroups,
        @Nullable String unavailable,
        ProbeRules probe,
        ShadowRules shadow) {

    /**
     * LiteLLM's {@code health_check_*} of {@code model_info}.
     *
     * @param timeoutMillis {@code health_check_timeout}; -1: the installation's
     * @param background false with {@code disable_background_health_check}: only probed when somebody asks
     * @param model that is asked for: {@code health_check_model}, else the deployment's own; null for a wildcard, which has none
     */
    public record ProbeRules(
            long timeoutMillis,
            boolean background,
            @Nullable String model) {}
}
