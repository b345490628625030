package io.sluice.simulator.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.openai.OpenAi;
import org.jspecify.annotations.Nullable;

/**
 * Azure OpenAI: {@code /openai/deployments/{deployment}/...?api-version=}, {@code /openai/v1/...} and {@code
 * /openai/{responses,files,batches,models}?api-version=}, with {@code api-key} or an Entra token. What is behind is the
 * OpenAI peer; the deployment is the model.
 *
 * <p>Source: learn.microsoft.com/azure/ai-foundry/openai/reference (REST API, 2024-10-21), /api-version-lifecycle (v1) and
 * openai-python 3.57.0 lib/azure.py.
 */
public final class Azure implements Protocol {

    private static final String DEPLOYMENTS = "/openai/deployments/";
    private static final String V1 = "/openai/v1/";
    private static final String ANY = "/openai/";

    private final OpenAi openAi;
    private final boolean keyRequired;

    /** @param openAi what answers in the end */
    public Azure(OpenAi openAi, boolean keyRequired) {
        this.openAi = openAi;
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "azure";
    }

    @Override
    public boolean serves(Call call) {
        String path = call.path();
        if (Entra.serves(call) || path.contains(DEPLOYMENTS)) {
            return true;
        }
        if (!path.contains(ANY)) {
            return false;
        }
        return path.contains(V1)
                ? call.address().equals(name())
                        || call.headers().contains("api-key")
                        || call.key().startsWith("eyJ")
                : !call.parameter("api-version").isEmpty();
    }

    @Override
    public Glance glance(Call call) {
        return Entra.serves(call) ? new Glance("", false, "") : openAi.glance(inner(call));
    }

    @Override
    public Reply answer(Call call) {
        if (Entra.serves(call)) {
            return Entra.reply(call);
        }
        Reply refusal = refusal(call);
        return refusal == null ? Filtered.reply(call, openAi.run(inner(call))) : refusal;
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return AzureError.of(status, message).reply(call);
    }

    private @Nullable Reply refusal(Call call) {
        String key = call.key();
        if (keyRequired && key.isEmpty() || key.contains("invalid")) {
            return AzureError.of(
                            401,
                            "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide"
                                    + " a valid key for an active subscription.")
                    .reply(call);
        }
        if (call.parameter("api-version").isEmpty() && !call.path().contains(V1)) {
            return AzureError.of(404, "Resource not found").reply(call);
        }
        if (deployment(call.path()).startsWith("missing-")) {
            return new AzureError(404, "DeploymentNotFound", "The API deployment for this resource does not exist.")
                    .reply(call);
        }
        return null;
    }

    /** The call as the OpenAI peer knows it. */
    private static Call inner(Call call) {
        String path = call.path();
        String deployment = deployment(path);
        if (deployment.isEmpty()) {
            String from = path.contains(V1) ? V1 : ANY;
            return call.with("/v1/" + path.substring(path.indexOf(from) + from.length()), call.body());
        }
        int start = path.indexOf(DEPLOYMENTS) + DEPLOYMENTS.length();
        int end = path.indexOf('/', start);
        String rest = end < 0 ? "" : path.substring(end);
        if (call.body() instanceof ObjectNode body) {
            return call.with("/v1" + rest, body.deepCopy().put("model", deployment));
        }
        return call.with("/v1" + rest, call.body());
    }

    private static String deployment(String path) {
        int start = path.indexOf(DEPLOYMENTS);
        if (start < 0) {
            return "";
        }
        int end = path.indexOf('/', start + DEPLOYMENTS.length());
        return Call.decoded(path.substring(start + DEPLOYMENTS.length(), end < 0 ? path.length() : end));
    }
}
