package io.sluice.gateway.start;

import io.quarkus.arc.DefaultBean;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.contracts.admission.GatewayRoster;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.contracts.batches.BatchWork;
import io.sluice.contracts.batches.ProviderBatches;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.identity.Directory;
import io.sluice.contracts.identity.KeyInvalidations;
import io.sluice.contracts.identity.ServiceToken;
import io.sluice.contracts.routing.ModelDesk;
import io.sluice.contracts.routing.ModelTableSource;
import io.sluice.contracts.routing.ProviderDirectory;
import io.sluice.contracts.routing.RouteExplainer;
import io.sluice.contracts.routing.RoutingEngine;
import io.sluice.contracts.routing.SessionEngine;
import io.sluice.contracts.usage.UsageSink;
import io.sluice.gateway.batches.HttpBatchWork;
import io.sluice.gateway.batches.HttpProviderBatches;
import io.sluice.gateway.books.HttpDirectory;
import io.sluice.gateway.books.HttpGatewayRoster;
import io.sluice.gateway.books.HttpManagement;
import io.sluice.gateway.books.HttpSpendBook;
import io.sluice.gateway.books.HttpUsageSink;
import io.sluice.gateway.books.LocalManagement;
import io.sluice.gateway.books.Management;
import io.sluice.gateway.desk.HttpModelDesk;
import io.sluice.gateway.engine.HttpModelTableSource;
import io.sluice.gateway.engine.HttpRouteExplainer;
import io.sluice.gateway.engine.HttpRoutingEngine;
import io.sluice.gateway.engine.HttpSessionEngine;
import io.sluice.gateway.files.HttpFileStore;
import io.sluice.gateway.models.StoredModelsSeen;
import io.sluice.gateway.providers.HttpProviderDirectory;
import io.sluice.gateway.redis.LocalInvalidations;
import io.sluice.gateway.redis.RedisInvalidations;
import io.sluice.gateway.redis.RedisLink;
import io.sluice.gateway.redis.RedisUsageSink;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The seams over HTTP and Redis. In the standalone the real beans of the other services win over all that are default beans here. */
@ApplicationScoped
class SeamBeans {

    @Produces
    @DefaultBean
    @Singleton
    Configuration configuration() {
        return ConfigurationLoader.load(System.getenv());
    }

    @Produces
    @DefaultBean
    @Singleton
    ServiceToken serviceToken(Configuration configuration) {
        Optional<String> token = configuration.environment().get("SLUICE_SERVICE_TOKEN");
        Optional<String> masterKey = configuration.general().string("master_key");
        if (token.isEmpty() && masterKey.isEmpty()) {
            throw new ConfigurationException(
                    "the gateway needs LITELLM_MASTER_KEY (or general_settings.master_key), or SLUICE_SERVICE_TOKEN");
        }
        return ServiceToken.of(token, masterKey.orElse(""));
    }

    @Produces
    @Singleton
    RedisLink redisLink(Vertx vertx, Configuration configuration) {
        return RedisLink.of(vertx, configuration.environment());
    }

    @Produces
    @DefaultBean
    @Singleton
    RoutingEngine routingEngine(Vertx vertx, Services services, ServiceToken token) {
        return new HttpRoutingEngine(vertx, services.routerAddress(), token);
    }

    @Produces
    @DefaultBean
    @Singleton
    SessionEngine sessionEngine(Vertx vertx, Services services, ServiceToken token) {
        return new HttpSessionEngine(vertx, services.routerAddress(), token);
    }

    @Produces
    @DefaultBean
    @Singleton
    ModelTableSource modelTableSource(Vertx vertx, Services services) {
        HttpModelTableSource source = new HttpModelTableSource(services.router());
        source.start(vertx);
        return source;
    }

    @Produces
    @DefaultBean
    @Singleton
    ModelDesk modelDesk(Services services) {
        return new HttpModelDesk(services.router());
    }

    @Produces
    @DefaultBean
    @Singleton
    ProviderDirectory providerDirectory(Services services) {
        return new HttpProviderDirectory(services.router());
    }

    @Produces
    @DefaultBean
    @Singleton
    RouteExplainer routeExplainer(Services services) {
        return new HttpRouteExplainer(services.router());
    }

    @Produces
    @DefaultBean
    @Singleton
    Directory directory(Services services) {
        return new HttpDirectory(services.books());
    }

    @Produces
    @DefaultBean
    @Singleton
    SpendBook spendBook(Services services) {
        return new HttpSpendBook(services.books());
    }

    @Produces
    @DefaultBean
    @Singleton
    FileStore fileStore(Services services) {
        return new HttpFileStore(services.books());
    }

    @Produces
    @DefaultBean
    @Singleton
    BatchWork batchWork(Services services) {
        return new HttpBatchWork(services.books());
    }

    @Produces
    @DefaultBean
    @Singleton
    ProviderBatches providerBatches(Services services) {
        return new HttpProviderBatches(services.books());
    }

    @Produces
    @DefaultBean
    @Singleton
    GatewayRoster gatewayRoster(Services services) {
        return new HttpGatewayRoster(services.books());
    }

    @Produces
    @DefaultBean
    @Singleton
    UsageSink usageSink(Services services, RedisLink redis) {
        HttpUsageSink direct = new HttpUsageSink(services.books());
        return redis.client()
                .<UsageSink>map(client -> new RedisUsageSink(client, direct))
                .orElse(direct);
    }

    @Produces
    @DefaultBean
    @Singleton
    KeyInvalidations keyInvalidations(Vertx vertx, RedisLink redis) {
        if (!redis.configured()) {
            return new LocalInvalidations();
        }
        Redis publisher = redis.client().orElseThrow();
        RedisInvalidations shared =
                new RedisInvalidations(vertx, publisher, redis.options().orElseThrow());
        shared.start();
        return shared;
    }

    @Produces
    @DefaultBean
    @Singleton
    Management management(
            @ConfigProperty(name = "sluice.internal-api.enabled", defaultValue = "true") boolean suite,
            Vertx vertx,
            Services services,
            ModelTableSource models) {
        return suite
                ? new HttpManagement(services.books(), new StoredModelsSeen(vertx, models))
                : new LocalManagement();
    }
}
