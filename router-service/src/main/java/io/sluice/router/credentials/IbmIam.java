package io.sluice.router.credentials;

import io.sluice.router.deployment.Target;
import io.sluice.router.egress.Fetch;
import io.sluice.router.wire.UpstreamRequest;
import java.time.InstantSource;
import java.util.HashMap;
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

    private final TokenEndpoint endpoint;
    private final FetchedTokens<Account, String> tokens;

    private record Account(String url, String key) {

        /** Without the key: this may reach a log. */
        @Override
        public String toString() {
            return "Account[" + url + ']';
        }
    }

    public IbmIam(Fetch fetch, InstantSource clock) {
        this.endpoint = new TokenEndpoint(fetch, clock);
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
        UpstreamRequest question = TokenEndpoint.form(account.url, "grant_type", GRANT, "apikey", account.key);
        return endpoint.ask(question, account.url + " for the API key of watsonx");
    }
}
