package io.sluice.router.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.egress.Egress;
import io.sluice.router.egress.EgressOptions;
import io.sluice.router.egress.Fetch;
import io.sluice.router.engine.Upstream;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCalls;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of IBM Cloud, from an authority on a socket. */
class IbmIamTest {

    private static final UpstreamRequest REQUEST =
            new UpstreamRequest("POST", "http://watsonx/x", Map.of("a", "b"), List.of(), List.of());

    private final Vertx vertx = Vertx.vertx();
    private Instant now = Instant.parse("2026-11-26T00:00:00Z");
    private final IbmIam signer = new IbmIam(new Fetch(vertx, new Egress(vertx, EgressOptions.DEFAULTS)), () -> now);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void shouldExchangeAKeyOnceAndAgainBeforeTheTokenEnds() throws Exception {
        try (Upstream authority = new Upstream(vertx, token("first"), token("second"))) {
            Map<String, Object> params = Map.of("iam_url", authority.url());
            assertThat(signed("k&y", params)).isEqualTo("Bearer first");
            assertThat(signed("k&y", params)).isEqualTo("Bearer first");
            now = now.plusSeconds(3_500);
            assertThat(signed("k&y", params)).isEqualTo("Bearer second");

            assertThat(authority.requests()).hasSize(2);
            assertThat(authority.requests().getFirst().head()).startsWith("POST /identity/token ");
            assertThat(authority.requests().getFirst().body())
                    .isEqualTo("grant_type=urn%3Aibm%3Aparams%3Aoauth%3Agrant-type%3Aapikey&apikey=k%26y");
        }
    }

    @Test
    void shouldShowATokenOrAZenKeyAsItIs() throws Exception {
        assertThat(signed(null, Map.of("token", "mine"))).isEqualTo("Bearer mine");
        assertThat(signed(null, Map.of("zen_api_key", "zen"))).isEqualTo("ZenApiKey zen");
    }

    private String signed(String key, Map<String, Object> params) throws Exception {
        CompletableFuture<UpstreamRequest> signed = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(ignored -> signer.sign(
                                REQUEST, WireCalls.target("watsonx", "ibm/granite", key, new HashMap<>(params)))
                        .whenComplete((request, fault) -> {
                            if (fault == null) {
                                signed.complete(request);
                            } else {
                                signed.completeExceptionally(fault);
                            }
                        }));
        return signed.get().headers().get("authorization");
    }

    private static Upstream.Script token(String token) {
        String body = "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
        return Upstream.raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
                + "\r\n\r\n" + body);
    }
}
