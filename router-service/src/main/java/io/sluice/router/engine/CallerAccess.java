package io.sluice.router.engine;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.ModelAccess;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.Resolution;
import java.util.List;

/** What a client lists as fallbacks it must be allowed to ask for by itself. */
final class CallerAccess {

    private CallerAccess() {}

    static boolean mayAsk(DeploymentTable table, Caller caller, String model) {
        List<String> accessGroups = table.resolve(model) instanceof Resolution.Group found
                ? found.deployments().stream()
                        .flatMap(deployment -> deployment.accessGroups().stream())
                        .toList()
                : List.of();
        return ModelAccess.allows(caller, model, accessGroups);
    }
}
