package io.sluice.gateway.models;

import io.sluice.contracts.routing.DeploymentOffer;
import io.sluice.contracts.routing.Glob;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.ModelTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model table prepared for look-up by name: exact names first, then the longest wildcard, as the engine does. Immutable. */
public final class ModelIndex {

    private final ModelTable table;
    private final Map<String, ModelOffer> exact = new HashMap<>();
    private final List<ModelOffer> wildcards = new ArrayList<>();
    private final Map<String, DeploymentOffer> deployments = new HashMap<>();

    public ModelIndex(ModelTable table) {
        this.table = table;
        table.deployments().forEach(deployment -> deployments.putIfAbsent(deployment.id(), deployment));
        for (ModelOffer offer : table.offers()) {
            if (offer.name().indexOf('*') >= 0) {
                wildcards.add(offer);
            } else {
                exact.putIfAbsent(offer.name(), offer);
            }
        }
        wildcards.sort(
                Comparator.comparingInt((ModelOffer offer) -> offer.name().length())
                        .reversed());
    }

    public ModelTable table() {
        return table;
    }

    public @Nullable DeploymentOffer deployment(String id) {
        return deployments.get(id);
    }

    public @Nullable ModelOffer find(String model) {
        ModelOffer offer = exact.get(model);
        if (offer != null) {
            return offer;
        }
        for (ModelOffer wildcard : wildcards) {
            if (Glob.matches(wildcard.name(), model)) {
                return wildcard;
            }
        }
        return null;
    }
}
