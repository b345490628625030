package io.sluice.router.engine;

import io.sluice.configuration.Configuration;
import io.sluice.contracts.routing.ModelDesk;
import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.ModelTableSource;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteExplainer;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RouteSession;
import io.sluice.contracts.routing.RoutingEngine;
import io.sluice.contracts.routing.SessionEngine;
import io.sluice.contracts.routing.SessionListener;
import io.sluice.contracts.routing.StoredModels;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.cooldown.Breakers;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.credentials.Signers;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.EnvironmentModels;
import io.sluice.router.deployment.PassThroughModels;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.desk.Desk;
import io.sluice.router.egress.Egress;
import io.sluice.router.egress.Fetch;
import io.sluice.router.group.Keep;
import io.sluice.router.group.Planner;
import io.sluice.router.limit.RouterLimits;
import io.sluice.router.measure.MeterSettings;
import io.sluice.router.measure.Meters;
import io.sluice.router.media.MediaFetcher;
import io.sluice.router.media.MediaSettings;
import io.sluice.router.media.MediaSource;
import io.sluice.router.wire.Wires;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The engine: resolves a model name, chooses a deployment, calls the provider, retries and falls back, and reports what each attempt
 * cost. Thread-safe; a call lives on the event loop that started it.
 */
public final class Engine implements RoutingEngine, SessionEngine, ModelTableSource, RouteExplainer {

    private final Vertx vertx;
    private final Catalog catalog;
    private final Keep keep;
    private final Egress egress;
    private final Fetch fetch;
    private final Signers signers;
    private final Deadlines deadlines;
    private final AttemptObserver observer;
    private final Remembered others;
    private final CallMemory memory = new CallMemory();
    private volatile State state;

    /** What a reload replaces as a whole. */
    private record State(Configuration configuration, CallEnvironment calls, ModelTable models) {}

    /**
     * @param keep what is measured; outlives reloads
     * @param others who may know calls that this engine did not make
     */
    public Engine(
            Vertx vertx,
            Catalog catalog,
            Egress egress,
            Configuration configuration,
            Keep keep,
            AttemptObserver observer,
            Remembered others) {
        this.vertx = vertx;
        this.catalog = catalog;
        this.keep = keep;
        this.egress = egress;
        this.fetch = new Fetch(vertx, egress);
        this.signers = Signers.all(vertx, fetch, configuration.environment());
        this.deadlines = new Deadlines(vertx);
        this.observer = observer;
        this.others = others;
        this.state = load(configuration, StoredModels.NONE);
    }

    private State load(Configuration configuration, long storedRevision) {
        EngineSettings settings = EngineSettings.read(configuration);
        Configuration models = served(configuration);
        DeploymentTable table = new DeploymentTable(models, catalog, Wires::isBuilt);
        MediaSource media = new MediaFetcher(vertx, fetch, MediaSettings.read(configuration));
        GroupPlans plans = new GroupPlans(new Planner(models, keep));
        CallEnvironment calls = new CallEnvironment(
                vertx,
                egress,
                signers,
                media,
                deadlines,
                observer,
                keep.clock(),
                settings,
                table,
                plans,
                memory,
                catalog);
        return new State(models, calls, ModelOffers.table(table, settings.fallbacks(), catalog, storedRevision));
    }

    /** Swaps the configuration; calls under way go on with the old one. */
    public void reload(Configuration configuration) {
        reload(configuration, StoredModels.NONE);
    }

    /** @param storedRevision of the stored models that are among those of the configuration */
    public void reload(Configuration configuration, long storedRevision) {
        state = load(configuration, storedRevision);
    }

    /** Throws {@link io.sluice.configuration.ConfigurationException} when this configuration cannot serve. Changes nothing. */
    public void trial(Configuration configuration) {
        var _ = EngineSettings.read(configuration);
        var _ = MediaSettings.read(configuration);
        Configuration models = served(configuration);
        DeploymentTable table = new DeploymentTable(models, catalog, Wires::isBuilt);
        // with measurements of its own: those of the calls under way stay what they are
        Planner planner = new Planner(
                models,
                new Keep(
                        new Meters(MeterSettings.DEFAULT),
                        new Breakers(new LocalHealth(keep.clock()).router("trial"), keep.clock()),
                        new RouterLimits(RouterLimits.Grantors.alone(keep.clock()), keep.clock()),
                        keep.clock()));
        table.deployments().stream()
                .filter(deployment -> deployment.unavailable().isEmpty())
                .forEach(deployment ->
                        planner.plan(new Resolution.Group(deployment.target().modelGroup(), List.of(deployment))));
    }

    private Configuration served(Configuration configuration) {
        return PassThroughModels.addTo(withEnvironmentModels(configuration), catalog);
    }

    /** With the models of the environment, where the configuration has none of its own. */
    public Configuration withEnvironmentModels(Configuration configuration) {
        return EnvironmentModels.addTo(configuration, catalog, Wires::isBuilt);
    }

    /** What serves at the moment. */
    public DeploymentTable.Status status() {
        return state.calls.table().status();
    }

    @Override
    public ModelTable current() {
        return state.models;
    }

    /** Answers questions about the models that are served. */
    public ModelDesk desk() {
        return new Desk(
                vertx, catalog, () -> new Desk.Served(state.configuration, state.calls.table()), signers, fetch);
    }

    @Override
    public CompletionStage<byte[]> explain(RouteRequest request) {
        CallEnvironment calls = state.calls;
        return vertx.executeBlocking(
                        () -> ExplainPages.now(calls.table(), calls.plans(), calls.settings(), request), false)
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Optional<byte[]>> explained(String requestId, @Nullable String keyHash) {
        Optional<byte[]> own = remembered(requestId, keyHash);
        return own.isPresent() ? CompletableFuture.completedStage(own) : others.explained(requestId, keyHash);
    }

    /** As {@link #explained}, of this engine's own calls. */
    public Optional<byte[]> remembered(String requestId, @Nullable String keyHash) {
        return memory.find(requestId, keyHash).map(ExplainPages::past);
    }

    @Override
    public RouteCall route(RouteRequest request, RouteListener listener) {
        CallRun call = new CallRun(state.calls, request, listener);
        call.start();
        return call;
    }

    @Override
    public RouteSession open(RouteRequest request, SessionListener listener) {
        CallRun call = new CallRun(state.calls, request, listener);
        call.start();
        return call;
    }
}
