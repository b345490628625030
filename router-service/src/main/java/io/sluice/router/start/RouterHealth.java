package io.sluice.router.start;

import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.engine.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The engine has a configuration and can take calls. Whether providers answer is not part of it: a provider's outage must not take
 * the router out of service.
 */
@Readiness
@Startup
@ApplicationScoped
class RouterHealth implements HealthCheck {

    private final Engine engine;
    private final ConfigurationWatch watch;

    RouterHealth(Engine engine, ConfigurationWatch watch) {
        this.engine = engine;
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        DeploymentTable.Status status = engine.status();
        return HealthCheckResponse.named("models")
                .up()
                .withData("groups", status.groups())
                .withData("deployments", status.deployments())
                .withData("unavailable", status.unavailable().size())
                .withData(
                        "configuration",
                        watch.rejected().isEmpty()
                                ? "current"
                                : "a changed file was rejected; the last good one serves")
                .build();
    }
}
