package io.sluice.gateway.routes;

import java.util.ArrayList;
import java.util.List;

/** The routes of Sluice. Paths and groups: {@code litellm-behaviour.md} 1.1 to 1.3. */
public final class GatewayRoutes {

    private GatewayRoutes() {}

    /**
     * @param metricsNeedKey LiteLLM's {@code require_auth_for_metrics_endpoint}
     */
    public static List<Route> all(boolean metricsNeedKey) {
        List<Route> routes = new ArrayList<>();
        for (String path : List.of(
                "/v1/chat/completions",
                "/chat/completions",
                "/openai/deployments/{model}/chat/completions",
                "/engines/{model}/chat/completions")) {
            routes.add(new Route("POST", path, Permission.LLM, LimitClass.BILLABLE, Answerer.CHAT));
        }
        for (String path : List.of(
                "/v1/completions",
                "/completions",
                "/openai/deployments/{model}/completions",
                "/engines/{model}/completions")) {
            routes.add(new Route("POST", path, Permission.LLM, LimitClass.BILLABLE, Answerer.COMPLETIONS));
        }
        for (String path : List.of("/v1/messages", "/messages")) {
            routes.add(new Route("POST", path, Permission.LLM, LimitClass.BILLABLE, Answerer.MESSAGES));
        }
        for (String path : List.of("/v1/responses", "/responses", "/openai/v1/responses")) {
            routes.add(new Route("POST", path, Permission.LLM, LimitClass.BILLABLE, Answerer.RESPONSES));
        }
        for (String path : List.of("/v1/models", "/models")) {
            routes.add(free("GET", path, Permission.INFO, Answerer.MODEL_LIST));
            routes.add(free("GET", path + "/{id}", Permission.INFO, Answerer.MODEL));
        }
        routes.add(free("GET", "/providers", Permission.INFO, Answerer.QUARKUS));
        routes.add(free("GET", "/public/providers", Permission.PUBLIC, Answerer.QUARKUS));
        routes.add(free("GET", "/", Permission.PUBLIC, Answerer.WELCOME));
        routes.add(free("HEAD", "/", Permission.PUBLIC, Answerer.WELCOME));
        routes.add(free("GET", "/health/liveliness", Permission.PUBLIC, Answerer.ALIVE));
        routes.add(free("GET", "/health/liveness", Permission.PUBLIC, Answerer.ALIVE));
        routes.add(free("GET", "/health/readiness", Permission.PUBLIC, Answerer.READY));
        routes.add(free("GET", "/livez", Permission.PUBLIC, Answerer.ALIVE));
        routes.add(free("GET", "/readyz", Permission.PUBLIC, Answerer.READY));
        routes.add(free("GET", "/health", Permission.INFO, Answerer.HEALTH));
        routes.add(free("POST", "/route/explain", Permission.INFO, Answerer.EXPLAIN));
        routes.add(free("GET", "/route/explain/{id}", Permission.INFO, Answerer.EXPLAINED));
        routes.add(free("GET", "/health/services", Permission.ADMIN, Answerer.PARTS));
        routes.add(free("GET", "/metrics", metricsNeedKey ? Permission.INFO : Permission.PUBLIC, Answerer.QUARKUS));
        for (String path : List.of("", "/live", "/ready", "/started", "/well")) {
            routes.add(free("GET", "/q/health" + path, Permission.PUBLIC, Answerer.QUARKUS));
        }
        addBooks(routes);
        return routes;
    }

    private static void addBooks(List<Route> routes) {
        for (String path : List.of("/key/generate", "/key/update", "/key/delete", "/key/block", "/key/unblock")) {
            routes.add(free("POST", path, Permission.MANAGEMENT, Answerer.BOOKS));
        }
        routes.add(free("GET", "/key/info", Permission.INFO, Answerer.BOOKS));
        routes.add(free("GET", "/key/list", Permission.MANAGEMENT, Answerer.BOOKS));
        routes.add(free("GET", "/spend/logs", Permission.MANAGEMENT, Answerer.BOOKS));
        for (String area : List.of("user", "team", "organization", "customer", "budget", "model")) {
            routes.add(free("POST", "/" + area + "/{action}", Permission.MANAGEMENT, Answerer.NOBODY));
            routes.add(free("GET", "/" + area + "/{action}", Permission.MANAGEMENT, Answerer.NOBODY));
        }
    }

    private static Route free(String method, String path, Permission permission, Answerer answerer) {
        return new Route(method, path, permission, LimitClass.FREE, answerer);
    }
}
