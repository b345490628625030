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
import io.sluice.gateway.seam.ServiceAddress;
import io.sluice.gateway.seam.ServiceClient;
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
    RoutingEngine routingEngine(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpRoutingEngine(vertx, router(configuration), token);
    }

    @Produces
    @DefaultBean
    @Singleton
    SessionEngine sessionEngine(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpSessionEngine(vertx, router(configuration), token);
    }

    @Produces
    @DefaultBean
    @Singleton
    ModelTableSource modelTableSource(Vertx vertx, Configuration configuration, ServiceToken token) {
        HttpModelTableSource source = new HttpModelTableSource(new ServiceClient(vertx, router(configuration), token));
        source.start(vertx);
        return source;
    }

    @Produces
    @DefaultBean
    @Singleton
    ModelDesk modelDesk(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpModelDesk(new ServiceClient(vertx, router(configuration), token));
    }

    @Produces
    @DefaultBean
    @Singleton
    ProviderDirectory providerDirectory(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpProviderDirectory(new ServiceClient(vertx, router(configuration), token));
    }

    @Produces
    @DefaultBean
    @Singleton
    RouteExplainer routeExplainer(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpRouteExplainer(new ServiceClient(vertx, router(configuration), token));
    }

    @Produces
    @DefaultBean
    @Singleton
    Directory directory(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpDirectory(books(vertx, configuration, token));
    }

    @Produces
    @DefaultBean
    @Singleton
    SpendBook spendBook(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpSpendBook(books(vertx, configuration, token));
    }

    @Produces
    @DefaultBean
    @Singleton
    FileStore fileStore(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpFileStore(books(vertx, configuration, token));
    }

    @Produces
    @DefaultBean
    @Singleton
    BatchWork batchWork(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpBatchWork(books(vertx, configuration, token));
    }

    @Produces
    @DefaultBean
    @Singleton
    ProviderBatches providerBatches(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpProviderBatches(books(vertx, configuration, token));
    }

    @Produces
    @DefaultBean
    @Singleton
    GatewayRoster gatewayRoster(Vertx vertx, Configuration configuration, ServiceToken token) {
        return new HttpGatewayRoster(books(vertx, configuration, token));
    }

    @Produces
    @DefaultBean
    @Singleton
    UsageSink usageSink(Vertx vertx, Configuration configuration, ServiceToken token, RedisLink redis) {
        HttpUsageSink direct = new HttpUsageSink(books(vertx, configuration, token));
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
            Configuration configuration,
            ServiceToken token,
            ModelTableSource models) {
        return suite
                ? new HttpManagement(books(vertx, configuration, token), new StoredModelsSeen(vertx, models))
                : new LocalManagement();
    }

    private static ServiceAddress router(Configuration configuration) {
        return ServiceAddress.parse(
                configuration.environment().get("SLUICE_ROUTER_URL").orElse("http://127.0.0.1:4001"));
    }

    private static ServiceClient books(Vertx vertx, Configuration configuration, ServiceToken token) {
        String url = configuration.environment().get("SLUICE_ACCOUNTING_URL").orElse("http://127.0.0.1:4002");
        return new ServiceClient(vertx, ServiceAddress.parse(url), token);
    }
}
