package io.sluice.router.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.router.egress.Fetch;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Google's access tokens, each kept until shortly before it expires and fetched by one caller while the others wait for it. Where they are for is
 * said by the configuration, so that there are only as many as deployments. Thread-safe.
 */
final class GoogleTokens {

    /** Says that the machine itself is known to Google: cloud.google.com/compute/docs/access/authenticate-workloads. */
    static final String OF_THE_MACHINE = "";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA_PATH = "/computeMetadata/v1/instance/service-accounts/default/token";

    /** A call that starts now should not outlive its token; Google's own library has about the same. */
    private static final long MARGIN_MILLIS = 225_000;

    private static final long LIMIT_MILLIS = 10_000;
    private static final long LIMIT_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Fetch fetch;
    private final InstantSource clock;
    private final String metadataHost;
    private final Map<String, CompletableFuture<Token>> byCredentials = new ConcurrentHashMap<>();

    /** @param project of the account; null when it is not known */
    record Token(String value, @Nullable String project, long expiresAtMillis) {

        /** Without the token: this may reach a log. */
        @Override
        public String toString() {
            return "Token[until " + expiresAtMillis + ']';
        }
    }

    private record Ask(UpstreamRequest request, @Nullable String project) {}

    GoogleTokens(Vertx vertx, Fetch fetch, InstantSource clock, String metadataHost) {
        this.vertx = vertx;
        this.fetch = fetch;
        this.clock = clock;
        this.metadataHost = metadataHost;
    }

    /**
     * Must be called on an event loop; may complete on another one.
     *
     * @param credentials JSON, the path of a file with it, or {@link #OF_THE_MACHINE}
     */
    CompletionStage<Token> token(String credentials) {
        CompletableFuture<Token> known = byCredentials.get(credentials);
        if (known != null && !isStale(known)) {
            return known;
        }
        CompletableFuture<Token> mine = new CompletableFuture<>();
        boolean first = known == null
                ? byCredentials.putIfAbsent(credentials, mine) == null
                : byCredentials.replace(credentials, known, mine);
        if (!first) {
            return token(credentials); // somebody else is getting it already
        }
        var _ = get(credentials).whenComplete((token, fault) -> {
            if (fault == null) {
                mine.complete(token);
            } else {
                mine.completeExceptionally(unwrapped(fault));
            }
        });
        return mine;
    }

    private boolean isStale(CompletableFuture<Token> known) {
        return known.isDone()
                && (known.isCompletedExceptionally()
                        || known.resultNow().expiresAtMillis() - MARGIN_MILLIS < clock.millis());
    }

    private static Throwable unwrapped(Throwable fault) {
        return fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    }

    /** Reading a file and signing are no work for an event loop. */
    private CompletionStage<Token> get(String credentials) {
        return vertx.executeBlocking(() -> ask(credentials), false)
                .toCompletionStage()
                .thenCompose(ask -> fetch.send(ask.request, LIMIT_MILLIS, LIMIT_BYTES)
                        .handle((answer, fault) -> token(ask, answer, fault)));
    }

    private Ask ask(String credentials) {
        if (credentials.equals(OF_THE_MACHINE)) {
            UpstreamRequest request = new UpstreamRequest(
                    "GET", metadataHost + METADATA_PATH, Map.of("metadata-flavor", "Google"), List.of(), List.of());
            return new Ask(request, null);
        }
        GoogleAccount account = GoogleAccount.parse(text(credentials));
        return new Ask(account.tokenRequest(clock.millis() / 1_000), account.project());
    }

    private static String text(String credentials) {
        if (credentials.stripLeading().startsWith("{")) {
            return credentials;
        }
        try {
            return Files.readString(Path.of(credentials));
        } catch (IOException | RuntimeException e) {
            throw new PreparationException(
                    ErrorClass.AUTHENTICATION,
                    "Google's credentials are no JSON, and no file of that name can be read ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    private Token token(Ask ask, Fetch.@Nullable Fetched answer, @Nullable Throwable fault) {
        if (answer == null) {
            throw new PreparationException(
                    ErrorClass.CONNECTION,
                    "Google's token server did not answer: "
                            + (fault == null ? "" : unwrapped(fault).getMessage()));
        }
        JsonNode said = json(answer);
        String value = said.path("access_token").asText("");
        if (!answer.succeeded() || value.isEmpty()) {
            throw new PreparationException(
                    ErrorClass.AUTHENTICATION,
                    "Google gave no token (" + answer.status() + "): "
                            + said.path("error").asText("") + ' '
                            + said.path("error_description").asText(""));
        }
        long seconds = said.path("expires_in").asLong(0);
        return new Token(value, ask.project, clock.millis() + seconds * 1_000);
    }

    private static JsonNode json(Fetch.Fetched answer) {
        try {
            return JSON.readTree(StandardCharsets.UTF_8.decode(answer.body()).toString());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
