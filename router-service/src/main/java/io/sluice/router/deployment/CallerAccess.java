package io.sluice.router.deployment;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.ModelAccess;
import java.util.List;

/** What a client names beside the model of its call, as a fallback or in a question, it must be allowed to ask for by itself. */
public final class CallerAccess {

    private CallerAccess() {}

    public static boolean mayAsk(DeploymentTable table, Caller caller, String model) {
        List<String> accessGroups = table.resolve(model) instanceof Resolution.Group found
                ? found.deployments().stream()
                        .flatMap(deployment -> deployment.accessGroups().stream())
                        .toList()
                : List.of();
        return ModelAccess.allows(caller, model, accessGroups);
    }
}
