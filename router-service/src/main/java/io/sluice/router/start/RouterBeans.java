package io.sluice.router.start;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.Settings;
import io.sluice.configuration.StoredModelSettings;
import io.sluice.contracts.routing.ModelChanges;
import io.sluice.contracts.routing.ModelDesk;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.egress.Egress;
import io.sluice.router.egress.EgressOptions;
import io.sluice.router.engine.Engine;
import io.sluice.router.engine.Remembered;
import io.sluice.router.group.Keep;
import io.sluice.router.metrics.AttemptMetrics;
import io.sluice.router.metrics.QueueMetrics;
import io.sluice.router.pricelist.PriceLists;
import io.sluice.router.redis.RedisModelChanges;
import io.sluice.router.redis.RedisSharing;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The engine as a bean. A real one, so that in the standalone it wins over the gateway's HTTP client. */
@ApplicationScoped
class RouterBeans {

    /** An address that is away must not hold up the start for longer. */
    private static final Duration PRICE_LIST_LIMIT = Duration.ofSeconds(10);

    @Produces
    @Singleton
    Catalog catalog() {
        return Catalog.load();
    }

    @Produces
    @Singleton
    PriceLists priceLists(Catalog catalog) {
        return new PriceLists(catalog, PRICE_LIST_LIMIT);
    }

    @Produces
    @Singleton
    Engine engine(
            Vertx vertx, Configuration configuration, Catalog catalog, PriceLists priceLists, MeterRegistry meters) {
        PriceWatch.look(priceLists, configuration);
        Egress egress = new Egress(vertx, egress(configuration.sluice().section("egress")));
        Gauge.builder("sluice_upstream_connections", egress, Egress::openConnections)
                .description("connections to providers, idle ones too")
                .strongReference(true)
                .register(meters);
        Optional<RedisSharing> redis = RedisSharing.of(vertx, configuration.environment());
        Keep keep = Fleet.keep(vertx, configuration, redis);
        keep.lines().watch(new QueueMetrics(meters, keep.lines()));
        Engine engine = new Engine(
                vertx,
                catalog,
                egress,
                configuration,
                keep,
                new AttemptMetrics(meters),
                redis.<Remembered>map(RedisSharing::explanations).orElse(Remembered.NOTHING));
        redis.ifPresent(sharing -> sharing.explanations()
                .start((id, key) -> CompletableFuture.completedStage(engine.remembered(id, key))));
        return engine;
    }

    @Produces
    @Singleton
    ModelDesk desk(Engine engine) {
        return engine.desk();
    }

    @Produces
    @Singleton
    ModelChanges modelChanges(Vertx vertx, Configuration configuration) {
        RedisModelChanges changes = new RedisModelChanges(vertx, configuration.environment());
        if (StoredModelSettings.inDatabase(configuration)) {
            changes.start();
        }
        return changes;
    }

    /** {@code sluice_settings.egress}: {@code connections_per_loop}, {@code connect_timeout} and {@code keep_alive} in seconds. */
    private static EgressOptions egress(Settings settings) {
        EgressOptions defaults = EgressOptions.DEFAULTS;
        return new EgressOptions(
                number(settings, "connections_per_loop", defaults.connectionsPerLoop()),
                number(settings, "waiting_per_loop", defaults.waitingPerLoop()),
                settings.decimal("connect_timeout")
                        .map(seconds -> seconds.movePointRight(3).intValue())
                        .orElse(defaults.connectTimeoutMillis()),
                number(settings, "keep_alive", defaults.keepAliveSeconds()));
    }

    private static int number(Settings settings, String name, int whenAbsent) {
        return settings.wholeNumber(name).map(Math::toIntExact).orElse(whenAbsent);
    }
}
