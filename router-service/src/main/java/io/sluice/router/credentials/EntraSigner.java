package io.sluice.router.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.configuration.Settings;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Microsoft Entra tokens for Azure deployments that name {@code tenant_id}, {@code client_id} and {@code client_secret} in place of a key: the
 * client credentials flow, learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow (seen 2026-11-26). A token is
 * fetched on an event loop, once for all deployments of one client, and kept until shortly before it ends. Thread-safe.
 */
public final class EntraSigner implements Signer {

    private static final String AUTHORITY = "https://login.microsoftonline.com";
    private static final String SCOPE = "https://cognitiveservices.azure.com/.default";
    private static final long LIMIT_MILLIS = 10_000;
    private static final long LIMIT_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Fetch fetch;
    private final InstantSource clock;
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
        this.fetch = fetch;
        this.clock = clock;
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
        String form = form(Map.of(
                "grant_type", "client_credentials",
                "client_id", client.id,
                "client_secret", client.secret,
                "scope", client.scope));
        UpstreamRequest request = new UpstreamRequest(
                "POST",
                client.authority + '/' + encoded(client.tenant) + "/oauth2/v2.0/token",
                Map.of("content-type", "application/x-www-form-urlencoded", "accept", "application/json"),
                List.of(ByteBuffer.wrap(form.getBytes(StandardCharsets.UTF_8))),
                List.of());
        return fetch.send(request, LIMIT_MILLIS, LIMIT_BYTES)
                .exceptionally(fault -> {
                    throw failed(client, "does not answer: " + fault.getMessage());
                })
                .thenApply(answer -> token(client, answer));
    }

    private FetchedTokens.Lent<String> token(Client client, Fetch.Fetched answer) {
        byte[] body = new byte[answer.body().remaining()];
        answer.body().get(body);
        JsonNode said;
        try {
            said = JSON.readTree(body);
        } catch (IOException e) {
            throw failed(client, "answered " + answer.status() + " without JSON");
        }
        String token = said.path("access_token").asText("");
        if (!answer.succeeded() || token.isEmpty()) {
            String why =
                    said.path("error_description").asText(said.path("error").asText(""));
            throw failed(client, "answered " + answer.status() + (why.isEmpty() ? "" : ": " + why));
        }
        return new FetchedTokens.Lent<>(
                token, clock.instant().plusSeconds(said.path("expires_in").asLong(0)));
    }

    private static PreparationException failed(Client client, String what) {
        return new PreparationException(
                ErrorClass.AUTHENTICATION,
                "no token for client " + client.id + " of tenant " + client.tenant + ": " + client.authority + ' '
                        + what);
    }

    private static String form(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> encoded(member.getKey()) + '=' + encoded(member.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
