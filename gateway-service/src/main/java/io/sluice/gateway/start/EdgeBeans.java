package io.sluice.gateway.start;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.configuration.BatchSettings;
import io.sluice.configuration.Configuration;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.identity.Directory;
import io.sluice.contracts.identity.KeyInvalidations;
import io.sluice.contracts.routing.ModelDesk;
import io.sluice.contracts.routing.ModelTableSource;
import io.sluice.contracts.routing.RouteExplainer;
import io.sluice.contracts.routing.RoutingEngine;
import io.sluice.contracts.routing.SessionEngine;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.batches.ProviderPaths;
import io.sluice.gateway.books.HttpDirectory;
import io.sluice.gateway.books.Management;
import io.sluice.gateway.desk.DeskEndpoint;
import io.sluice.gateway.edge.Edge;
import io.sluice.gateway.edge.Endpoints;
import io.sluice.gateway.files.CallFiles;
import io.sluice.gateway.files.FileEndpoint;
import io.sluice.gateway.health.HealthEndpoint;
import io.sluice.gateway.health.Parts;
import io.sluice.gateway.identity.EphemeralKeys;
import io.sluice.gateway.identity.Identity;
import io.sluice.gateway.identity.KeyCache;
import io.sluice.gateway.journal.UsageJournal;
import io.sluice.gateway.metrics.EdgeMetrics;
import io.sluice.gateway.models.ModelPages;
import io.sluice.gateway.models.Models;
import io.sluice.gateway.redis.RedisInvalidations;
import io.sluice.gateway.redis.RedisLink;
import io.sluice.gateway.relay.ClientSecretEndpoint;
import io.sluice.gateway.relay.ExplainEndpoint;
import io.sluice.gateway.relay.FileCalls;
import io.sluice.gateway.relay.InferenceEndpoint;
import io.sluice.gateway.relay.RealtimeEndpoint;
import io.sluice.gateway.relay.Shadows;
import io.sluice.gateway.routes.GatewayRoutes;
import io.sluice.gateway.routes.PassThroughRoutes;
import io.sluice.gateway.routes.RouteTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The edge and its parts. */
@ApplicationScoped
class EdgeBeans {

    @Produces
    @Singleton
    EdgeSettings settings(Configuration configuration) {
        return EdgeSettings.of(configuration);
    }

    @Produces
    @Singleton
    KeyCache keyCache(Directory directory, KeyInvalidations changes, RedisLink redis) {
        boolean told = redis.configured() || !(directory instanceof HttpDirectory);
        KeyCache cache = new KeyCache(directory, told ? KeyCache.Ages.PUSHED : KeyCache.Ages.POLLED, System::nanoTime);
        changes.subscribe(hash -> {
            if (hash.equals(RedisInvalidations.ALL)) {
                cache.doubtAll();
            } else {
                cache.forget(hash);
            }
        });
        return cache;
    }

    @Produces
    @Singleton
    Models models(ModelTableSource source) {
        return new Models(source);
    }

    @Produces
    @Singleton
    EdgeMetrics metrics(MeterRegistry registry) {
        return new EdgeMetrics(registry);
    }

    @Produces
    @Singleton
    InferenceEndpoint.Environment calls(
            EdgeSettings settings,
            Models models,
            RoutingEngine engine,
            EdgeMetrics metrics,
            UsageJournal journal,
            Admission admission,
            FileStore files) {
        return new InferenceEndpoint.Environment(
                models,
                admission,
                journal,
                engine,
                metrics,
                new Shadows(settings.shadows()),
                new CallFiles(files, settings.bodyLimit()),
                settings.bodyLimit(),
                settings.userHeader().orElse(null));
    }

    @Produces
    @Singleton
    Edge edge(
            EdgeSettings settings,
            Configuration configuration,
            KeyCache keys,
            Models models,
            InferenceEndpoint.Environment calls,
            SessionEngine sessions,
            ModelDesk desk,
            Management management,
            FileStore files,
            HealthEndpoint health,
            Parts parts,
            RouteExplainer explainer) {
        Identity identity = new Identity(settings.keyHeader(), settings.masterKey(), keys, !settings.auth());
        return new Edge(
                new RouteTable(
                        GatewayRoutes.all(settings.metricsNeedKey(), PassThroughRoutes.of(configuration.general()))),
                identity,
                new Endpoints(
                        new InferenceEndpoint(calls),
                        new RealtimeEndpoint(calls, sessions, identity::grant),
                        new ClientSecretEndpoint(models, new EphemeralKeys(settings.masterKey())),
                        new DeskEndpoint(desk, models, calls.files(), settings.bodyLimit()),
                        new ModelPages(models),
                        management,
                        new FileEndpoint(
                                files,
                                new FileCalls(calls, ProviderPaths.of(configuration.environment())),
                                models,
                                BatchSettings.of(configuration).maxFileBytes()),
                        health,
                        parts,
                        new ExplainEndpoint(explainer, models, keys, settings.bodyLimit()),
                        SettingsPage.of(configuration)));
    }
}
