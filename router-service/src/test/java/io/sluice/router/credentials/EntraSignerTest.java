package io.sluice.router.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.router.egress.Egress;
import io.sluice.router.egress.EgressOptions;
import io.sluice.router.egress.Fetch;
import io.sluice.router.engine.Upstream;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCalls;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of Entra, from an authority on a socket. */
class EntraSignerTest {

    private static final UpstreamRequest REQUEST =
            new UpstreamRequest("POST", "http://azure/x", Map.of("a", "b"), List.of(), List.of());

    private final Vertx vertx = Vertx.vertx();
    private Instant now = Instant.parse("2026-11-26T00:00:00Z");
    private final EntraSigner signer =
            new EntraSigner(new Fetch(vertx, new Egress(vertx, EgressOptions.DEFAULTS)), () -> now);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void shouldFetchATokenOnceAndAgainBeforeItEnds() throws Exception {
        try (Upstream authority = new Upstream(vertx, token("first"), token("second"))) {
            assertThat(signed(authority, Map.of()).headers())
                    .containsEntry("authorization", "Bearer first")
                    .containsEntry("a", "b");
            assertThat(signed(authority, Map.of()).headers()).containsEntry("authorization", "Bearer first");
            now = now.plusSeconds(3_500);
            assertThat(signed(authority, Map.of()).headers()).containsEntry("authorization", "Bearer second");

            assertThat(authority.requests()).hasSize(2);
            assertThat(authority.requests().getFirst().head()).startsWith("POST /tenant-1/oauth2/v2.0/token ");
            assertThat(authority.requests().getFirst().body().split("&"))
                    .containsExactlyInAnyOrder(
                            "grant_type=client_credentials",
                            "client_id=client-1",
                            "client_secret=s%26cret",
                            "scope=https%3A%2F%2Fcognitiveservices.azure.com%2F.default");
        }
    }

    @Test
    void shouldAskOnceForCallsThatComeTogether() throws Exception {
        try (Upstream authority = new Upstream(vertx, token("first"))) {
            List<CompletableFuture<UpstreamRequest>> calls =
                    List.of(sign(authority, Map.of()), sign(authority, Map.of()), sign(authority, Map.of()));
            for (CompletableFuture<UpstreamRequest> call : calls) {
                assertThat(call.get().headers()).containsEntry("authorization", "Bearer first");
            }
            assertThat(authority.requests()).hasSize(1);
        }
    }

    @Test
    void shouldSayWhyThereIsNoTokenAndAskAgainNextTime() throws Exception {
        Upstream.Script refusal = Upstream.raw("HTTP/1.1 401 Unauthorized\r\ncontent-length: 64\r\n\r\n"
                + "{\"error\":\"invalid_client\",\"error_description\":\"wrong secret......\"}".substring(0, 64));
        try (Upstream authority = new Upstream(vertx, refusal, token("later"))) {
            assertThatThrownBy(() -> signed(authority, Map.of()))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            PreparationException.class,
                            fault -> assertThat(fault.failure().errorClass()).isEqualTo(ErrorClass.AUTHENTICATION))
                    .hasMessageContaining("client-1")
                    .hasMessageNotContaining("s&cret");
            assertThat(signed(authority, Map.of()).headers()).containsEntry("authorization", "Bearer later");
        }
    }

    private UpstreamRequest signed(Upstream authority, Map<String, Object> more) throws Exception {
        return sign(authority, more).get();
    }

    private CompletableFuture<UpstreamRequest> sign(Upstream authority, Map<String, Object> more) {
        Map<String, Object> params = new HashMap<>(Map.of(
                "tenant_id", "tenant-1",
                "client_id", "client-1",
                "client_secret", "s&cret",
                "azure_authority_host", authority.url()));
        params.putAll(more);
        CompletableFuture<UpstreamRequest> signed = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(ignored -> signer.sign(REQUEST, WireCalls.target("azure", "my-gpt", null, params))
                        .whenComplete((request, fault) -> {
                            if (fault == null) {
                                signed.complete(request);
                            } else {
                                signed.completeExceptionally(fault.getCause() == null ? fault : fault.getCause());
                            }
                        }));
        return signed;
    }

    private static Upstream.Script token(String token) {
        String body = "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + token + "\"}";
        return Upstream.raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
                + "\r\n\r\n" + body);
    }
}
