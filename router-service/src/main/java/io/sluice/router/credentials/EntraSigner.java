package io.sluice.router.credentials;

import io.sluice.configuration.Settings;
import io.sluice.router.deployment.Target;
import io.sluice.router.egress.Fetch;
import io.sluice.router.wire.UpstreamRequest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Microsoft Entra tokens for Azure deployments that name {@code tenant_id}, {@code client_id} and {@code client_secret} in place of a key: the
 * client credentials flow, learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow (seen 2026-11-26). A token is
 * fetched on an event loop, once for all deployments of one client, and kept until shortly before it ends. Thread-safe.
 */
public final class EntraSigner implements Signer {

    private static final String AUTHORITY = "https://login.microsoftonline.com";
    private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

    private final TokenEndpoint endpoint;
    private final FetchedTokens<Client, String> tokens;

    private record Client(String authority, String tenant, String id, String secret, String scope) {

        static Optional<Client> of(Settings params) {
            return params.string("tenant_id")
                    .flatMap(tenant -> params.string("client_id")
                            .flatMap(id -> params.string("client_secret")
                                    .map(secret -> new Client(
                                            params.string("azure_authority_host")
                                                    .orElse(AUTHORITY),
                                            tenant,
                                            id,
                                            secret,
                                            params.string("azure_scope").orElse(SCOPE)))));
        }

        /** Without the secret: this may reach a log. */
        @Override
        public String toString() {
            return "Client[" + tenant + ", " + id + ']';
        }
    }

    public EntraSigner(Fetch fetch, InstantSource clock) {
        this.endpoint = new TokenEndpoint(fetch, clock);
        this.tokens = new FetchedTokens<>(clock);
    }

    @Override
    public CompletionStage<UpstreamRequest> sign(UpstreamRequest request, Target target) {
        Optional<Client> client = target.apiKey() == null ? Client.of(target.params()) : Optional.empty();
        return client.map(found -> tokens.get(found, () -> ask(found)).thenApply(token -> bearer(request, token)))
                .orElseGet(() -> CompletableFuture.completedStage(request));
    }

    private static UpstreamRequest bearer(UpstreamRequest request, String token) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put("authorization", "Bearer " + token);
        return new UpstreamRequest(request.method(), request.uri(), headers, request.body(), request.notes());
    }

    private CompletionStage<FetchedTokens.Lent<String>> ask(Client client) {
        String url = client.authority + '/' + TokenEndpoint.encoded(client.tenant) + "/oauth2/v2.0/token";
        UpstreamRequest question = TokenEndpoint.form(
                url,
                "grant_type",
                "client_credentials",
                "client_id",
                client.id,
                "client_secret",
                client.secret,
                "scope",
                client.scope);
        return endpoint.ask(question, client.authority + " for client " + client.id + " of tenant " + client.tenant);
    }
}
