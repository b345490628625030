package io.sluice.gateway.routes;

import io.sluice.contracts.routing.PassThrough;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The routes of Sluice. Paths and groups: {@code litellm-behaviour.md} 1.1 to 1.3. */
public final class GatewayRoutes {

    public static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private GatewayRoutes() {}

    /**
     * @param metricsNeedKey LiteLLM's {@code require_auth_for_metrics_endpoint}
     */
    public static List<Route> all(boolean metricsNeedKey) {
        return all(metricsNeedKey, List.of());
    }

    /** @param passed what {@code general_settings.pass_through_endpoints} adds */
    public static List<Route> all(boolean metricsNeedKey, List<Route> passed) {
        List<Route> routes = new ArrayList<>();
        for (String path : List.of(
                "/v1/chat/completions",
                "/chat/completions",
                "/openai/deployments/{model}/chat/completions",
                "/engines/{model}/chat/completions")) {
            routes.add(billable(path, Answerer.CHAT));
        }
        for (String path : List.of(
                "/v1/completions",
                "/completions",
                "/openai/deployments/{model}/completions",
                "/engines/{model}/completions")) {
            routes.add(billable(path, Answerer.COMPLETIONS));
        }
        for (String path : List.of("/v1beta/models", "/v1/models", "/models")) {
            routes.add(billable(path + "/{model}:generateContent", Answerer.GENERATE_CONTENT));
            routes.add(billable(path + "/{model}:streamGenerateContent", Answerer.GENERATE_CONTENT_STREAM));
            routes.add(free("POST", path + "/{model}:countTokens", Permission.LLM, Answerer.COUNT_CONTENTS));
        }
        for (String path : List.of("/v1/messages", "/messages")) {
            routes.add(billable(path, Answerer.MESSAGES));
        }
        for (String path : List.of("/v1/messages/count_tokens", "/messages/count_tokens")) {
            routes.add(free("POST", path, Permission.LLM, Answerer.COUNT_MESSAGES));
        }
        for (String path : List.of("/v1/responses/input_tokens", "/responses/input_tokens")) {
            routes.add(free("POST", path, Permission.LLM, Answerer.COUNT_INPUT));
        }
        for (String path : List.of("/v1/responses", "/responses", "/openai/v1/responses")) {
            routes.add(billable(path, Answerer.RESPONSES));
            routes.add(billable(path + "/compact", Answerer.RESPONSES_COMPACT));
        }
        for (String path : List.of(
                "/v1/embeddings",
                "/embeddings",
                "/openai/deployments/{model}/embeddings",
                "/engines/{model}/embeddings")) {
            routes.add(billable(path, Answerer.EMBEDDINGS));
        }
        for (String path : List.of("/rerank", "/v1/rerank", "/v2/rerank")) {
            routes.add(billable(path, Answerer.RERANK));
        }
        for (String path : List.of("/v1/moderations", "/moderations")) {
            routes.add(billable(path, Answerer.MODERATIONS));
        }
        for (String path : List.of("/v1/realtime", "/realtime", "/openai/realtime", "/openai/v1/realtime")) {
            routes.add(new Route("GET", path, Permission.LLM, LimitClass.BILLABLE, Answerer.REALTIME));
        }
        addEverywhere(routes, "/images/generations", Answerer.IMAGES);
        addEverywhere(routes, "/images/edits", Answerer.IMAGE_EDITS);
        addEverywhere(routes, "/images/variations", Answerer.IMAGE_VARIATIONS);
        addEverywhere(routes, "/audio/speech", Answerer.SPEECH);
        addEverywhere(routes, "/audio/transcriptions", Answerer.TRANSCRIPTIONS);
        addEverywhere(routes, "/audio/translations", Answerer.TRANSLATIONS);
        routes.add(free("GET", "/v1beta/models", Permission.INFO, Answerer.GOOGLE_MODEL_LIST));
        routes.add(free("GET", "/v1beta/models/{id}", Permission.INFO, Answerer.GOOGLE_MODEL));
        for (String path : List.of("/v1/models", "/models")) {
            routes.add(free("GET", path, Permission.INFO, Answerer.MODEL_LIST));
            routes.add(free("GET", path + "/{id}", Permission.INFO, Answerer.MODEL));
        }
        for (String path : List.of("/model/info", "/v1/model/info")) {
            routes.add(free("GET", path, Permission.INFO, Answerer.MODEL_INFO));
        }
        routes.add(free("GET", "/model_group/info", Permission.INFO, Answerer.GROUP_INFO));
        routes.add(free("POST", "/utils/token_counter", Permission.LLM, Answerer.TOKEN_COUNTER));
        routes.add(free("GET", "/utils/supported_openai_params", Permission.LLM, Answerer.SUPPORTED_PARAMS));
        routes.add(free("POST", "/utils/transform_request", Permission.LLM, Answerer.TRANSFORM_REQUEST));
        routes.add(free("POST", "/spend/calculate", Permission.INFO, Answerer.SPEND_CALCULATE));
        routes.add(free("GET", "/settings", Permission.ADMIN, Answerer.SETTINGS));
        routes.add(free("GET", "/test", Permission.INFO, Answerer.TEST));
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
        addBatches(routes);
        routes.addAll(passed);
        // last, since their templates match whatever stands below them
        for (String provider : new TreeSet<>(PassThrough.PROVIDERS.keySet())) {
            routes.addAll(passed("/" + provider + "/{path}", METHODS));
        }
        return routes;
    }

    /** Routes that pass through to a provider. */
    public static List<Route> passed(String path, List<String> methods) {
        return methods.stream()
                .map(method -> new Route(method, path, Permission.LLM, LimitClass.BILLABLE, Answerer.PASS_THROUGH))
                .toList();
    }

    private static void addBooks(List<Route> routes) {
        for (String path : List.of("/key/generate", "/key/update", "/key/delete", "/key/block", "/key/unblock")) {
            routes.add(free("POST", path, Permission.MANAGEMENT, Answerer.BOOKS));
        }
        routes.add(free("GET", "/key/info", Permission.INFO, Answerer.BOOKS));
        routes.add(free("GET", "/key/list", Permission.MANAGEMENT, Answerer.BOOKS));
        routes.add(free("GET", "/spend/logs", Permission.MANAGEMENT, Answerer.BOOKS));
        for (String path : List.of("/model/new", "/model/update", "/model/delete", "/model/block", "/model/unblock")) {
            routes.add(free("POST", path, Permission.MANAGEMENT, Answerer.BOOKS));
        }
        routes.add(free("PATCH", "/model/{id}/update", Permission.MANAGEMENT, Answerer.BOOKS));
        for (String area : List.of("user", "team", "organization", "customer", "budget", "model")) {
            routes.add(free("POST", "/" + area + "/{action}", Permission.MANAGEMENT, Answerer.NOBODY));
            routes.add(free("GET", "/" + area + "/{action}", Permission.MANAGEMENT, Answerer.NOBODY));
        }
    }

    /** What a batch costs is in its lines, each of which is a call like any other. */
    private static void addBatches(List<Route> routes) {
        for (String version : List.of("/v1", "")) {
            String files = version + "/files";
            routes.add(free("POST", files, Permission.LLM, Answerer.FILE_UPLOAD));
            routes.add(free("GET", files, Permission.LLM, Answerer.BOOKS));
            routes.add(free("GET", files + "/{id}/content", Permission.LLM, Answerer.FILE_CONTENT));
            routes.add(free("GET", files + "/{id}", Permission.LLM, Answerer.BOOKS));
            routes.add(free("DELETE", files + "/{id}", Permission.LLM, Answerer.BOOKS));
            String batches = version + "/batches";
            routes.add(free("POST", batches, Permission.LLM, Answerer.BOOKS));
            routes.add(free("GET", batches, Permission.LLM, Answerer.BOOKS));
            routes.add(free("POST", batches + "/{id}/cancel", Permission.LLM, Answerer.BOOKS));
            routes.add(free("GET", batches + "/{id}", Permission.LLM, Answerer.BOOKS));
        }
    }

    /** With and without a version, and in Azure's form. */
    private static void addEverywhere(List<Route> routes, String path, Answerer answerer) {
        routes.add(billable("/v1" + path, answerer));
        routes.add(billable(path, answerer));
        routes.add(billable("/openai/deployments/{model}" + path, answerer));
    }

    private static Route billable(String path, Answerer answerer) {
        return new Route("POST", path, Permission.LLM, LimitClass.BILLABLE, answerer);
    }

    private static Route free(String method, String path, Permission permission, Answerer answerer) {
        return new Route(method, path, permission, LimitClass.FREE, answerer);
    }
}
