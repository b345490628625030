package io.sluice.router.desk;

import io.sluice.configuration.Settings;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.Provider;
import io.sluice.router.deployment.CallerAccess;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Models by name: those of the configuration, and for questions that call nobody any that the catalog knows. Thread-safe. */
final class Targets {

    private final Catalog catalog;
    private final Supplier<Desk.Served> served;

    Targets(Catalog catalog, Supplier<Desk.Served> served) {
        this.catalog = catalog;
        this.served = served;
    }

    /** A deployment of the group. */
    Target configured(RouteRequest request) {
        String model = request.model();
        return ofGroup(model, request.caller())
                .orElseThrow(() -> new UnsupportedRequestException(
                        "No deployment of model '" + model + "' is available.", "model"));
    }

    private Optional<Target> ofGroup(String model, Caller caller) {
        DeploymentTable table = served.get().table();
        return table.resolve(model) instanceof Resolution.Group(String ignored, List<Deployment> members)
                        && CallerAccess.mayAsk(table, caller, model)
                ? Optional.of(members.getFirst().target())
                : Optional.empty();
    }

    /**
     * A deployment of the group, or a model by its provider's name for it, without a key. A group that the caller may not use is none: the
     * edge saw the name of the call, and a question may hold another.
     */
    Target any(String model, Caller caller) {
        return ofGroup(model, caller)
                .or(() -> known(model))
                .orElseThrow(() -> new UnsupportedRequestException(
                        "The model '" + model + "' is neither configured nor known.", "model"));
    }

    /** {@code provider/model}, or a name that says its provider. */
    Optional<Target> known(String model) {
        int slash = model.indexOf('/');
        Optional<Provider> prefixed = slash < 0 ? Optional.empty() : catalog.provider(model.substring(0, slash));
        String name = prefixed.isPresent() ? model.substring(slash + 1) : model;
        return prefixed.or(() -> catalog.providerOf(model).flatMap(catalog::provider))
                .map(provider -> new Target(
                        "",
                        model,
                        provider,
                        name,
                        provider.baseUrl() == null ? "" : provider.baseUrl(),
                        null,
                        new Settings("litellm_params", Map.of()),
                        catalog.card(provider.name(), name),
                        false,
                        false));
    }
}
