package io.sluice.router.seam;

import io.sluice.contracts.identity.ServiceToken;
import io.sluice.contracts.routing.ModelDesk;
import io.sluice.contracts.routing.ModelTableSource;
import io.sluice.contracts.routing.ProviderDirectory;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteExplainer;
import io.sluice.contracts.routing.RoutingEngine;
import io.sluice.contracts.routing.SessionEngine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Declares the router's internal paths, each behind the service token. With {@code sluice.internal-api.enabled=false} (the
 * standalone) none of them exists.
 */
@ApplicationScoped
class InternalApi {

    void declare(
            @Observes Router router,
            @ConfigProperty(name = "sluice.internal-api.enabled", defaultValue = "true") boolean enabled,
            ServiceToken token,
            RoutingEngine engine,
            SessionEngine sessions,
            ModelTableSource models,
            ProviderDirectory providers,
            ModelDesk desk,
            RouteExplainer explainer,
            Vertx vertx) {
        if (!enabled) {
            return;
        }
        RunningCalls running = new RunningCalls();
        RouteEndpoint route = new RouteEndpoint(engine, running, vertx);
        ModelsEndpoint table = new ModelsEndpoint(models);
        ExplainEndpoint explain = new ExplainEndpoint(explainer);
        router.route("/internal/*").handler(call -> authorize(call, token));
        router.route(HttpMethod.POST, RouteCodec.ROUTE_PATH).handler(route::handle);
        SessionEndpoint session = new SessionEndpoint(sessions);
        router.route(HttpMethod.GET, RouteCodec.SESSION_PATH).handler(session::handle);
        router.route(HttpMethod.POST, RouteCodec.CANCEL_PATH).handler(call -> cancel(call, running));
        DeskEndpoint questions = new DeskEndpoint(desk);
        router.route(HttpMethod.POST, RouteCodec.DESK_PATH + ":topic").handler(questions::handle);
        router.route(HttpMethod.GET, RouteCodec.MODELS_PATH).handler(table::handle);
        router.route(HttpMethod.GET, RouteCodec.PROVIDERS_PATH).handler(call -> list(call, providers));
        router.route(HttpMethod.POST, RouteCodec.EXPLAIN_PATH).handler(explain::explain);
        router.route(HttpMethod.GET, RouteCodec.EXPLAIN_PATH).handler(explain::explained);
    }

    private static void authorize(RoutingContext call, ServiceToken token) {
        if (token.matches(call.request().getHeader(ServiceToken.HEADER))) {
            call.next();
        } else {
            call.response().setStatusCode(401).end();
        }
    }

    private static void list(RoutingContext call, ProviderDirectory providers) {
        Future.fromCompletionStage(providers.json(), call.vertx().getOrCreateContext())
                .onSuccess(json -> call.response()
                        .putHeader("content-type", "application/json")
                        .end(Buffer.buffer(json)))
                .onFailure(call::fail);
    }

    /** 404 when the call is not (or no longer) under way: its outcome is then on its way, or never was. */
    private static void cancel(RoutingContext call, RunningCalls running) {
        String id = call.request().getParam("id");
        boolean found = id != null && running.cancel(id);
        call.response().setStatusCode(found ? 204 : 404).end();
    }
}
