package io.sluice.router.credentials;

import io.sluice.router.egress.Fetch;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Google's access tokens, each kept until shortly before it expires and fetched by one caller while the others wait for it. Where they are for is
 * said by the configuration, so that there are only as many as deployments. Thread-safe.
 */
final class GoogleTokens {

    /** Says that the machine itself is known to Google: cloud.google.com/compute/docs/access/authenticate-workloads. */
    static final String OF_THE_MACHINE = "";

    private static final String METADATA_PATH = "/computeMetadata/v1/instance/service-accounts/default/token";

    private final Vertx vertx;
    private final TokenEndpoint endpoint;
    private final InstantSource clock;
    private final String metadataHost;
    private final FetchedTokens<String, Token> byCredentials;

    /** @param project of the account; null when it is not known */
    record Token(String value, @Nullable String project) {

        /** Without the token: this may reach a log. */
        @Override
        public String toString() {
            return "Token[" + project + ']';
        }
    }

    private record Ask(UpstreamRequest request, @Nullable String project) {}

    GoogleTokens(Vertx vertx, Fetch fetch, InstantSource clock, String metadataHost) {
        this.vertx = vertx;
        this.endpoint = new TokenEndpoint(fetch, clock);
        this.clock = clock;
        this.metadataHost = metadataHost;
        this.byCredentials = new FetchedTokens<>(clock);
    }

    /**
     * Must be called on an event loop; may complete on another one.
     *
     * @param credentials JSON, the path of a file with it, or {@link #OF_THE_MACHINE}
     */
    CompletionStage<Token> token(String credentials) {
        return byCredentials.get(credentials, () -> get(credentials));
    }

    /** Reading a file and signing are no work for an event loop. */
    private CompletionStage<FetchedTokens.Lent<Token>> get(String credentials) {
        return vertx.executeBlocking(() -> ask(credentials), false)
                .toCompletionStage()
                .thenCompose(ask -> endpoint.ask(ask.request, "Google")
                        .thenApply(
                                lent -> new FetchedTokens.Lent<>(new Token(lent.value(), ask.project), lent.until())));
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
}
