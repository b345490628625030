package io.sluice.router.credentials;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.configuration.Environment;
import io.sluice.router.deployment.Target;
import io.sluice.router.egress.Fetch;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Shows Google an access token. The credentials are, first one wins: {@code vertex_credentials} of the deployment (JSON, or the path of a
 * file), {@code VERTEXAI_CREDENTIALS}, the file of {@code GOOGLE_APPLICATION_CREDENTIALS}, the machine that this runs on.
 */
public final class GoogleOauth implements Signer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] PARAMS = {"vertex_credentials", "vertex_ai_credentials"};
    private static final String[] VARIABLES = {
        "VERTEXAI_CREDENTIALS", "VERTEX_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"
    };

    /** In an address, stands for the project of the credentials: Google has no project of this name. */
    private static final String OWN_PROJECT = "/projects/-/";

    private final Environment environment;
    private final GoogleTokens tokens;

    public GoogleOauth(Vertx vertx, Fetch fetch, Environment environment, InstantSource clock) {
        this.environment = environment;
        String metadata = environment.get("GCE_METADATA_HOST").orElse("metadata.google.internal");
        this.tokens = new GoogleTokens(vertx, fetch, clock, "http://" + metadata);
    }

    @Override
    public CompletionStage<UpstreamRequest> sign(UpstreamRequest request, Target target) {
        return tokens.token(credentials(target)).thenApply(token -> signed(request, token));
    }

    private String credentials(Target target) {
        for (String name : PARAMS) {
            Object given = target.params().raw(name).orElse(null);
            if (given instanceof Map<?, ?>) {
                return JSON.valueToTree(given).toString();
            }
            if (given != null && !given.toString().isBlank()) {
                return given.toString();
            }
        }
        for (String name : VARIABLES) {
            String given = environment.get(name).orElse("");
            if (!given.isBlank()) {
                return given;
            }
        }
        return GoogleTokens.OF_THE_MACHINE;
    }

    private static UpstreamRequest signed(UpstreamRequest request, GoogleTokens.Token token) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put("authorization", "Bearer " + token.value());
        if (headers.containsKey("anthropic-version")) {
            // as Anthropic's clients and LiteLLM do: a proxy in between may know Claude's callers by it
            headers.put("x-api-key", token.value());
        }
        return new UpstreamRequest(
                request.method(), uri(request.uri(), token.project()), headers, request.body(), request.notes());
    }

    private static String uri(String uri, @Nullable String project) {
        if (!uri.contains(OWN_PROJECT)) {
            return uri;
        }
        if (project == null) {
            throw new PreparationException(
                    ErrorClass.BAD_REQUEST,
                    "the project is not known: set vertex_project in litellm_params, or VERTEXAI_PROJECT");
        }
        return uri.replace(OWN_PROJECT, "/projects/" + project + "/");
    }
}
