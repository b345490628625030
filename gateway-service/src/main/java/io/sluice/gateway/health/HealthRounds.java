package io.sluice.gateway.health;

import io.sluice.contracts.routing.DeploymentOffer;
import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.ModelTableSource;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks at all deployments from time to time, once in the whole installation ({@link ProberLease}). Without its Redis each gateway looks for
 * itself: rather a look too many than none.
 */
public final class HealthRounds {

    /** The models are known a moment after the start. */
    private static final long WAIT_FOR_MODELS_MILLIS = 500;

    private final Vertx vertx;
    private final ModelTableSource models;
    private final ModelHealth health;
    private final ProberLease lease;
    private final HealthSettings settings;
    private final AtomicBoolean round = new AtomicBoolean();

    public HealthRounds(
            Vertx vertx, ModelTableSource models, ModelHealth health, ProberLease lease, HealthSettings settings) {
        this.vertx = vertx;
        this.models = models;
        this.health = health;
        this.lease = lease;
        this.settings = settings;
    }

    public void start() {
        if (models.current().version().equals(ModelTable.EMPTY.version())) {
            vertx.setTimer(WAIT_FOR_MODELS_MILLIS, ignored -> start());
            return;
        }
        turn();
        vertx.setPeriodic(settings.intervalMillis(), ignored -> turn());
    }

    private void turn() {
        if (!round.compareAndSet(false, true)) {
            return; // the last one still goes on
        }
        // a bit shorter than the interval, so that it is over when the next round is due
        lease.take(settings.intervalMillis() * 9 / 10)
                .exceptionally(redisAway -> true)
                .whenComplete((mine, failure) -> {
                    if (mine != null && mine) {
                        look();
                    } else {
                        round.set(false);
                    }
                });
    }

    private void look() {
        List<DeploymentOffer> all = models.current().deployments();
        health.retain(all);
        List<DeploymentOffer> due = all.stream()
                .filter(deployment -> deployment.probe().background())
                .toList();
        var _ = health.check(due).whenComplete((results, failure) -> {
            round.set(false);
            if (results != null) {
                health.learn(results);
                lease.publish(results, settings.intervalMillis() * 3);
            }
        });
    }
}
