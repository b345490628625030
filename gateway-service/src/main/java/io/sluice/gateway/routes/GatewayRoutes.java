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
            routes.add(billable(path, Surface.CHAT));
        }
        for (String path : List.of(
                "/v1/completions",
                "/completions",
                "/openai/deployments/{model}/completions",
                "/engines/{model}/completions")) {
            routes.add(billable(path, Surface.COMPLETIONS));
        }
        for (String path : List.of("/v1beta/models", "/v1/models", "/models")) {
            routes.add(billable(path + "/{model}:generateContent", Surface.GENERATE_CONTENT));
            routes.add(billable(path + "/{model}:streamGenerateContent", Surface.GENERATE_CONTENT_STREAM));
            routes.add(free("POST", path + "/{model}:countTokens", Permission.LLM, Question.COUNT_CONTENTS));
        }
        for (String path : List.of("/v1/messages", "/messages")) {
            routes.add(billable(path, Surface.MESSAGES));
        }
        for (String path : List.of("/v1/messages/count_tokens", "/messages/count_tokens")) {
            routes.add(free("POST", path, Permission.LLM, Question.COUNT_MESSAGES));
        }
        for (String path : List.of("/v1/responses/input_tokens", "/responses/input_tokens")) {
            routes.add(free("POST", path, Permission.LLM, Question.COUNT_INPUT));
        }
        for (String path : List.of("/v1/responses", "/responses", "/openai/v1/responses")) {
            routes.add(billable(path, Surface.RESPONSES));
            routes.add(billable(path + "/compact", Surface.RESPONSES_COMPACT));
        }
        for (String path : List.of(
                "/v1/embeddings",
                "/embeddings",
                "/openai/deployments/{model}/embeddings",
                "/engines/{model}/embeddings")) {
            routes.add(billable(path, Surface.EMBEDDINGS));
        }
        for (String path : List.of("/rerank", "/v1/rerank", "/v2/rerank")) {
            routes.add(billable(path, Surface.RERANK));
        }
        for (String path : List.of("/v1/moderations", "/moderations")) {
            routes.add(billable(path, Surface.MODERATIONS));
        }
        for (String path : List.of("/v1/realtime", "/realtime", "/openai/realtime", "/openai/v1/realtime")) {
            routes.add(new Route("GET", path, Permission.LLM, LimitClass.BILLABLE, Surface.REALTIME));
            routes.add(free("POST", path + "/client_secrets", Permission.LLM, Page.REALTIME_SECRETS));
            routes.add(free("POST", path + "/sessions", Permission.LLM, Page.REALTIME_SESSIONS));
            routes.add(free("POST", path + "/calls", Permission.LLM, Page.REALTIME_CALLS));
        }
        addEverywhere(routes, "/images/generations", Surface.IMAGES);
        addEverywhere(routes, "/images/edits", Surface.IMAGE_EDITS);
        addEverywhere(routes, "/images/variations", Surface.IMAGE_VARIATIONS);
        addEverywhere(routes, "/audio/speech", Surface.SPEECH);
        addEverywhere(routes, "/audio/transcriptions", Surface.TRANSCRIPTIONS);
        addEverywhere(routes, "/audio/translations", Surface.TRANSLATIONS);
        routes.add(free("GET", "/v1beta/models", Permission.INFO, Page.GOOGLE_MODEL_LIST));
        routes.add(free("GET", "/v1beta/models/{id}", Permission.INFO, Page.GOOGLE_MODEL));
        for (String path : List.of("/v1/models", "/models")) {
            routes.add(free("GET", path, Permission.INFO, Page.MODEL_LIST));
            routes.add(free("GET", path + "/{id}", Permission.INFO, Page.MODEL));
        }
        for (String path : List.of("/model/info", "/v1/model/info")) {
            routes.add(free("GET", path, Permission.INFO, Question.MODEL_INFO));
        }
        routes.add(free("GET", "/model_group/info", Permission.INFO, Question.GROUP_INFO));
        routes.add(free("POST", "/utils/token_counter", Permission.LLM, Question.TOKEN_COUNTER));
        routes.add(free("GET", "/utils/supported_openai_params", Permission.LLM, Question.SUPPORTED_PARAMS));
        routes.add(free("POST", "/utils/transform_request", Permission.LLM, Question.TRANSFORM_REQUEST));
        routes.add(free("POST", "/spend/calculate", Permission.INFO, Question.SPEND_CALCULATE));
        routes.add(free("GET", "/settings", Permission.ADMIN, Page.SETTINGS));
        routes.add(free("GET", "/test", Permission.INFO, Page.TEST));
        routes.add(free("GET", "/providers", Permission.INFO, Page.QUARKUS));
        routes.add(free("GET", "/public/providers", Permission.PUBLIC, Page.QUARKUS));
        routes.add(free("GET", "/", Permission.PUBLIC, Page.WELCOME));
        routes.add(free("HEAD", "/", Permission.PUBLIC, Page.WELCOME));
        routes.add(free("GET", "/health/liveliness", Permission.PUBLIC, Page.ALIVE));
        routes.add(free("GET", "/health/liveness", Permission.PUBLIC, Page.ALIVE));
        routes.add(free("GET", "/health/readiness", Permission.PUBLIC, Page.READY));
        routes.add(free("GET", "/livez", Permission.PUBLIC, Page.ALIVE));
        routes.add(free("GET", "/readyz", Permission.PUBLIC, Page.READY));
        routes.add(free("GET", "/health", Permission.INFO, Page.HEALTH));
        routes.add(free("POST", "/route/explain", Permission.INFO, Page.EXPLAIN));
        routes.add(free("GET", "/route/explain/{id}", Permission.INFO, Page.EXPLAINED));
        routes.add(free("GET", "/health/services", Permission.ADMIN, Page.PARTS));
        routes.add(free("GET", "/metrics", metricsNeedKey ? Permission.INFO : Permission.PUBLIC, Page.QUARKUS));
        for (String path : List.of("", "/live", "/ready", "/started", "/well")) {
            routes.add(free("GET", "/q/health" + path, Permission.PUBLIC, Page.QUARKUS));
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
                .map(method -> new Route(method, path, Permission.LLM, LimitClass.BILLABLE, Surface.PASS_THROUGH))
                .toList();
    }

    private static void addBooks(List<Route> routes) {
        for (String path : List.of("/key/generate", "/key/update", "/key/delete", "/key/block", "/key/unblock")) {
            routes.add(free("POST", path, Permission.MANAGEMENT, Page.BOOKS));
        }
        routes.add(free("GET", "/key/info", Permission.INFO, Page.BOOKS));
        routes.add(free("GET", "/key/list", Permission.MANAGEMENT, Page.BOOKS));
        routes.add(free("GET", "/spend/logs", Permission.MANAGEMENT, Page.BOOKS));
        for (String path : List.of("/model/new", "/model/update", "/model/delete", "/model/block", "/model/unblock")) {
            routes.add(free("POST", path, Permission.MANAGEMENT, Page.BOOKS));
        }
        routes.add(free("PATCH", "/model/{id}/update", Permission.MANAGEMENT, Page.BOOKS));
        for (String area : List.of("user", "team", "organization", "customer", "budget", "model")) {
            routes.add(free("POST", "/" + area + "/{action}", Permission.MANAGEMENT, Page.NOBODY));
            routes.add(free("GET", "/" + area + "/{action}", Permission.MANAGEMENT, Page.NOBODY));
        }
    }

    /** What a batch costs is in its lines, each of which is a call like any other. */
    private static void addBatches(List<Route> routes) {
        for (String version : List.of("/v1", "")) {
            String files = version + "/files";
            routes.add(free("POST", files, Permission.LLM, Page.FILE_UPLOAD));
            routes.add(free("GET", files, Permission.LLM, Page.BOOKS));
            routes.add(free("GET", files + "/{id}/content", Permission.LLM, Page.FILE_CONTENT));
            routes.add(free("GET", files + "/{id}", Permission.LLM, Page.BOOKS));
            routes.add(free("DELETE", files + "/{id}", Permission.LLM, Page.FILE_DELETE));
            String batches = version + "/batches";
            routes.add(free("POST", batches, Permission.LLM, Page.BOOKS));
            routes.add(free("GET", batches, Permission.LLM, Page.BOOKS));
            routes.add(free("POST", batches + "/{id}/cancel", Permission.LLM, Page.BOOKS));
            routes.add(free("GET", batches + "/{id}", Permission.LLM, Page.BOOKS));
        }
    }

    /** With and without a version, and in Azure's form. */
    private static void addEverywhere(List<Route> routes, String path, Surface surface) {
        routes.add(billable("/v1" + path, surface));
        routes.add(billable(path, surface));
        routes.add(billable("/openai/deployments/{model}" + path, surface));
    }

    private static Route billable(String path, Surface surface) {
        return new Route("POST", path, Permission.LLM, LimitClass.BILLABLE, surface);
    }

    private static Route free(String method, String path, Permission permission, Answerer answerer) {
        return new Route(method, path, permission, LimitClass.FREE, answerer);
    }
}
