package io.sluice.router.start;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.Settings;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.deployment.EnvironmentModels;
import io.sluice.router.egress.Egress;
import io.sluice.router.egress.EgressOptions;
import io.sluice.router.engine.Engine;
import io.sluice.router.metrics.AttemptMetrics;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The engine as a bean. A real one, so that in the standalone it wins over the gateway's HTTP client. */
@ApplicationScoped
class RouterBeans {

    @Produces
    @Singleton
    Engine engine(Vertx vertx, Configuration configuration, MeterRegistry meters) {
        Egress egress = new Egress(vertx, egress(configuration.sluice().section("egress")));
        Gauge.builder("sluice_upstream_connections", egress, Egress::openConnections)
                .description("connections to providers, idle ones too")
                .strongReference(true)
                .register(meters);
        Catalog catalog = Catalog.load();
        return new Engine(
                vertx, catalog, egress, EnvironmentModels.addTo(configuration, catalog), new AttemptMetrics(meters));
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
