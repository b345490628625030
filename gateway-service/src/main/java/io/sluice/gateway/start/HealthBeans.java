package io.sluice.gateway.start;

import io.quarkus.runtime.StartupEvent;
import io.sluice.configuration.Configuration;
import io.sluice.contracts.identity.Directory;
import io.sluice.contracts.routing.ModelTableSource;
import io.sluice.gateway.health.HealthEndpoint;
import io.sluice.gateway.health.HealthRounds;
import io.sluice.gateway.health.HealthSettings;
import io.sluice.gateway.health.ModelHealth;
import io.sluice.gateway.health.Parts;
import io.sluice.gateway.health.ProberLease;
import io.sluice.gateway.health.RedisProberLease;
import io.sluice.gateway.redis.RedisLink;
import io.sluice.gateway.relay.InferenceEndpoint;
import io.sluice.gateway.relay.ProbeCalls;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The health of deployments, and the rounds in the background. */
@ApplicationScoped
class HealthBeans {

    @Produces
    @Singleton
    HealthSettings settings(Configuration configuration) {
        return HealthSettings.read(configuration);
    }

    @Produces
    @Singleton
    ModelHealth modelHealth(Vertx vertx, InferenceEndpoint.Environment environment, HealthSettings settings) {
        return new ModelHealth(new ProbeCalls(vertx, environment), settings, System::currentTimeMillis);
    }

    @Produces
    @Singleton
    ProberLease lease(RedisLink redis) {
        return redis.client()
                .<ProberLease>map(
                        client -> new RedisProberLease(client, UUID.randomUUID().toString()))
                .orElse(ProberLease.ALONE);
    }

    @Produces
    @Singleton
    HealthEndpoint endpoint(ModelTableSource models, ModelHealth health, ProberLease lease, HealthSettings settings) {
        return new HealthEndpoint(models, health, lease, settings);
    }

    @Produces
    @Singleton
    Parts parts(ModelTableSource models, Directory books, RedisLink redis) {
        return new Parts(models, books, redis);
    }

    void start(
            @Observes StartupEvent event,
            Vertx vertx,
            ModelTableSource models,
            ModelHealth health,
            ProberLease lease,
            HealthSettings settings) {
        if (settings.background()) {
            new HealthRounds(vertx, models, health, lease, settings).start();
        }
    }
}
