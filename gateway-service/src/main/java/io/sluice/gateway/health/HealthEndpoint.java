package io.sluice.gateway.health;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.ModelAccess;
import io.sluice.contracts.routing.DeploymentOffer;
import io.sluice.contracts.routing.ModelTableSource;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /health}, with {@code model} (a group's name or {@code litellm_params.model}) or {@code model_id}. A key sees the models that it may
 * use. With background checks the last round is shown and nothing is called.
 */
public final class HealthEndpoint {

    private static final String VERSION = "1.0.0";

    private final ModelTableSource models;
    private final ModelHealth health;
    private final ProberLease lease;
    private final HealthSettings settings;

    public HealthEndpoint(ModelTableSource models, ModelHealth health, ProberLease lease, HealthSettings settings) {
        this.models = models;
        this.health = health;
        this.lease = lease;
        this.settings = settings;
    }

    /** Answers on the event loop of the request. */
    public void handle(HttpServerRequest request, Caller caller) {
        Context loop = Vertx.currentContext();
        List<DeploymentOffer> asked = asked(caller, request.getParam("model"), request.getParam("model_id"));
        boolean details = settings.details() && caller instanceof Caller.Admin;
        request.resume();
        var _ = results(asked)
                .thenApply(results -> HealthPage.write(asked, results, this::notProbed, details, VERSION, uptime()))
                .thenAccept(page -> loop.runOnContext(onLoop -> send(request, page.status(), page.json())));
    }

    /** {@code GET /health/services}: the parts of the installation. */
    public void services(HttpServerRequest request, Parts parts) {
        Context loop = Vertx.currentContext();
        request.resume();
        var _ = parts.services().thenAccept(page -> loop.runOnContext(onLoop -> send(request, 200, page)));
    }

    private static void send(HttpServerRequest request, int status, byte[] json) {
        HttpServerResponse response = request.response();
        if (!response.closed()) {
            response.setStatusCode(status)
                    .putHeader("content-type", "application/json")
                    .end(Buffer.buffer(json));
        }
    }

    private CompletionStage<List<ProbeResult>> results(List<DeploymentOffer> asked) {
        if (!settings.background()) {
            return health.check(asked);
        }
        return lease.published().exceptionally(redisAway -> List.of()).thenApply(published -> {
            health.learn(published);
            return health.known();
        });
    }

    private String notProbed(DeploymentOffer deployment) {
        return health.never(deployment)
                .orElse(
                        deployment.probe().background()
                                ? "not looked at yet"
                                : "disable_background_health_check is set");
    }

    private List<DeploymentOffer> asked(Caller caller, @Nullable String model, @Nullable String id) {
        List<DeploymentOffer> asked = new ArrayList<>();
        for (DeploymentOffer deployment : models.current().deployments()) {
            boolean named = (model == null || model.equals(deployment.group()) || model.equals(deployment.model()))
                    && (id == null || id.equals(deployment.id()));
            if (named && ModelAccess.allows(caller, deployment.group(), deployment.accessGroups())) {
                asked.add(deployment);
            }
        }
        return asked;
    }

    private static Duration uptime() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }
}
