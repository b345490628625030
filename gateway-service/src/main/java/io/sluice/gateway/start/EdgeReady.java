package io.sluice.gateway.start;

import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.ModelTableSource;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The edge can take calls once it knows the models. A router that goes away later does not take it out of the balancer: the last
 * models serve, and a call that needs the router is answered with an error that says so.
 */
@Startup
@Readiness
@ApplicationScoped
class EdgeReady implements HealthCheck {

    private final ModelTableSource models;

    EdgeReady(ModelTableSource models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        boolean known = !models.current().version().equals(ModelTable.EMPTY.version());
        return HealthCheckResponse.named("models known").status(known).build();
    }
}
