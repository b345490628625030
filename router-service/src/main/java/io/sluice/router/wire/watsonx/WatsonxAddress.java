package io.sluice.router.wire.watsonx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;

/**
 * Where a model of watsonx.ai is called, and who pays: cloud.ibm.com/apidocs/watsonx-ai (seen 2026-11-26). A model that was deployed by its
 * users is in the path ({@code deployment/ID}) and knows its space; the others are named beside a project or a space.
 */
final class WatsonxAddress {

    private static final String VERSION = "2024-03-13";
    private static final String DEPLOYMENT = "deployment/";

    private WatsonxAddress() {}

    /** @param action {@code chat}, {@code embeddings} ... */
    static String of(Target target, String action) {
        String deployment = deployment(target);
        return target.apiBase() + (deployment.isEmpty() ? "/ml/v1" : "/ml/v1/deployments/" + deployment) + "/text/"
                + action + "?version="
                + target.params().string("api_version").orElse(VERSION);
    }

    private static String deployment(Target target) {
        String model = target.providerModel();
        return model.startsWith(DEPLOYMENT) ? model.substring(DEPLOYMENT.length()) : "";
    }

    /** Names the model and who pays, where the path does not. */
    static void name(Target target, ObjectNode body) {
        if (!deployment(target).isEmpty()) {
            return;
        }
        body.put("model_id", target.providerModel());
        for (String name : new String[] {"project_id", "space_id"}) {
            String value = target.params().string(name).orElse("");
            if (!value.isEmpty()) {
                body.put(name, value);
                return;
            }
        }
        throw new UnsupportedRequestException(
                "watsonx needs project_id or space_id in litellm_params, or WATSONX_PROJECT_ID or WATSONX_SPACE_ID");
    }
}
