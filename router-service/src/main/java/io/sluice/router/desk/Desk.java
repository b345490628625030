package io.sluice.router.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.configuration.Configuration;
import io.sluice.contracts.error.ErrorBody;
import io.sluice.contracts.error.ErrorJson;
import io.sluice.contracts.routing.ModelDesk;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.credentials.Signers;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.egress.Fetch;
import io.sluice.router.failure.UnsupportedRequestException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Hands a question to whoever knows. Thread-safe. */
public final class Desk implements ModelDesk {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Logger LOG = Logger.getLogger(Desk.class);

    private final TokenCounts counts;
    private final ModelInfo info;
    private final TransformedRequests transformed;
    private final Costs costs;

    /** What serves at the moment. */
    public record Served(Configuration configuration, DeploymentTable table) {}

    public Desk(Vertx vertx, Catalog catalog, Supplier<Served> served, Signers signers, Fetch fetch) {
        Targets targets = new Targets(catalog, served);
        this.counts = new TokenCounts(vertx, targets, signers, fetch);
        this.info = new ModelInfo(catalog, served);
        this.transformed = new TransformedRequests(targets);
        this.costs = new Costs(targets);
    }

    @Override
    public CompletionStage<Reply> ask(Topic topic, RouteRequest request) {
        CompletionStage<JsonNode> answer;
        try {
            answer = switch (topic) {
                case COUNT_TOKENS -> counts.count(request);
                case TOKEN_COUNTER -> counts.litellm(request);
                case SUPPORTED_PARAMS -> now(info.supportedParams(request));
                case TRANSFORM_REQUEST -> transformed.of(request);
                case SPEND_CALCULATE -> now(costs.of(request));
                case MODEL_INFO -> now(info.deployments(request));
                case GROUP_INFO -> now(info.groups(request));
            };
        } catch (RuntimeException refused) {
            answer = CompletableFuture.failedFuture(refused);
        }
        return answer.thenApply(json -> new Reply(200, bytes(json))).exceptionally(fault -> refusal(fault, request));
    }

    private static CompletionStage<JsonNode> now(JsonNode answer) {
        return CompletableFuture.completedStage(answer);
    }

    /** The body as a tree; an empty object for none. */
    static JsonNode body(RouteRequest request) {
        byte[] bytes = new byte[request.body().remaining()];
        request.body().duplicate().get(bytes);
        try {
            return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UnsupportedRequestException("the body is not JSON");
        }
    }

    /** A parameter of the query; empty without one. */
    static Optional<String> query(RouteRequest request, String name) {
        String path = request.headers().getOrDefault(RouteRequest.PATH, "");
        for (String pair : path.substring(path.indexOf('?') + 1).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static Reply refusal(Throwable fault, RouteRequest request) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        ErrorBody error;
        if (cause instanceof UnsupportedRequestException refused) {
            error = ErrorBody.of(400, "invalid_request_error", String.valueOf(refused.getMessage()))
                    .withParam(refused.param());
        } else {
            LOG.error("A question about models could not be answered", cause);
            error = ErrorBody.of(500, "internal_server_error", "The question could not be answered; the log says why.");
        }
        return new Reply(error.status(), ErrorJson.write(error, request.protocol()));
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
