package io.sluice.router.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.router.deployment.Target;
import io.sluice.router.egress.Fetch;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Access tokens of IBM Cloud for an API key: cloud.ibm.com/docs/account?topic=account-iamtoken_from_apikey. A token is fetched once
 * for all deployments of one key and kept until shortly before it ends. A deployment may bring a token of its own ({@code token}), or the key of a
 * private Cloud Pak ({@code zen_api_key}), which are shown as they are. Thread-safe.
 */
public final class IbmIam implements Signer {

    private static final String AUTHORITY = "https://iam.cloud.ibm.com";
    private static final String PATH = "/identity/token";
    private static final String GRANT = "urn:ibm:params:oauth:grant-type:apikey";
    private static final long LIMIT_MILLIS = 10_000;
    private static final long LIMIT_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Fetch fetch;
    private final InstantSource clock;
    private final FetchedTokens<Account, String> tokens;

    private record Account(String url, String key) {

        /** Without the key: this may reach a log. */
        @Override
        public String toString() {
            return "Account[" + url + ']';
        }
    }

    public IbmIam(Fetch fetch, InstantSource clock) {
        this.fetch = fetch;
        this.clock = clock;
        this.tokens = new FetchedTokens<>(clock);
    }

    @Override
    public CompletionStage<UpstreamRequest> sign(UpstreamRequest request, Target target) {
        String own = target.params().string("token").orElse("");
        if (!own.isEmpty()) {
            return CompletableFuture.completedStage(with(request, "Bearer " + own));
        }
        String zen = target.params().string("zen_api_key").orElse("");
        if (!zen.isEmpty()) {
            return CompletableFuture.completedStage(with(request, "ZenApiKey " + zen));
        }
        String key = target.apiKey();
        if (key == null) {
            return CompletableFuture.completedStage(request);
        }
        Account account = new Account(url(target), key);
        return tokens.get(account, () -> ask(account)).thenApply(token -> with(request, "Bearer " + token));
    }

    /** A host alone, or the whole address, as LiteLLM reads {@code WATSONX_IAM_URL}. */
    private static String url(Target target) {
        String said = target.params().string("iam_url").orElse(AUTHORITY);
        int path = said.indexOf('/', said.indexOf("://") + 3);
        return path < 0 || path == said.length() - 1 ? said.replaceFirst("/$", "") + PATH : said;
    }

    private static UpstreamRequest with(UpstreamRequest request, String authorization) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put("authorization", authorization);
        return new UpstreamRequest(request.method(), request.uri(), headers, request.body(), request.notes());
    }

    private CompletionStage<FetchedTokens.Lent<String>> ask(Account account) {
        String form = "grant_type=" + encoded(GRANT) + "&apikey=" + encoded(account.key);
        UpstreamRequest request = new UpstreamRequest(
                "POST",
                account.url,
                Map.of("content-type", "application/x-www-form-urlencoded", "accept", "application/json"),
                List.of(ByteBuffer.wrap(form.getBytes(StandardCharsets.UTF_8))),
                List.of());
        return fetch.send(request, LIMIT_MILLIS, LIMIT_BYTES)
                .exceptionally(fault -> {
                    throw failed(account, "does not answer: " + fault.getMessage());
                })
                .thenApply(answer -> token(account, answer));
    }

    private FetchedTokens.Lent<String> token(Account account, Fetch.Fetched answer) {
        byte[] body = new byte[answer.body().remaining()];
        answer.body().get(body);
        JsonNode said;
        try {
            said = JSON.readTree(body);
        } catch (IOException e) {
            throw failed(account, "answered " + answer.status() + " without JSON");
        }
        String token = said.path("access_token").asText("");
        if (!answer.succeeded() || token.isEmpty()) {
            String why = said.path("errorMessage").asText("");
            throw failed(account, "answered " + answer.status() + (why.isEmpty() ? "" : ": " + why));
        }
        return new FetchedTokens.Lent<>(
                token, clock.instant().plusSeconds(said.path("expires_in").asLong(0)));
    }

    private static PreparationException failed(Account account, String what) {
        return new PreparationException(
                ErrorClass.AUTHENTICATION, "no token for the API key of watsonx: " + account.url + ' ' + what);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
