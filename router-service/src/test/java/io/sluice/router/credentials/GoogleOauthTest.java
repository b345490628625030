package io.sluice.router.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.configuration.Environment;
import io.sluice.router.egress.Egress;
import io.sluice.router.egress.EgressOptions;
import io.sluice.router.egress.Fetch;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCalls;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoogleOauthTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UpstreamRequest ASKED =
            new UpstreamRequest("POST", "http://v/v1/projects/-/x", Map.of(), List.of(), List.of());

    /** As long as Google's are; made once, which takes a while without an optimizing compiler. */
    private static final KeyPair KEYS = keys();

    private final Vertx vertx = Vertx.vertx();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000));
    private volatile int status = 200;
    private HttpServer server;
    private GoogleOauth signer;

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    asked.add(body.toString());
                    request.response()
                            .setStatusCode(status)
                            .end("{\"access_token\":\"token-" + asked.size() + "\",\"expires_in\":3600}");
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        Egress egress = new Egress(vertx, EgressOptions.DEFAULTS);
        signer = new GoogleOauth(vertx, new Fetch(vertx, egress), new Environment(Map.of()), now::get);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void shouldProveWhoItIsByAJwtOfTheServiceAccountAndPutItsProjectIn() throws Exception {
        UpstreamRequest signed = sign(account());

        assertThat(signed.headers()).containsEntry("authorization", "Bearer token-1");
        assertThat(signed.uri()).isEqualTo("http://v/v1/projects/my-project/x");
        String form = URLDecoder.decode(asked.getFirst(), StandardCharsets.UTF_8);
        String[] jwt = form.substring(form.indexOf("assertion=") + 10).split("\\.");
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(KEYS.getPublic());
        check.update((jwt[0] + '.' + jwt[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(jwt[1]));
        assertThat(claims.path("iss").asText()).isEqualTo("me@my-project.iam.gserviceaccount.com");
        assertThat(claims.path("aud").asText()).isEqualTo(tokenUri());
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(3_600);
    }

    @Test
    void shouldAskOnceForCallsAtTheSameTimeAndAgainShortlyBeforeTheTokenExpires() throws Exception {
        String account = account();
        List<CompletableFuture<UpstreamRequest>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(later(account));
        }
        for (CompletableFuture<UpstreamRequest> call : calls) {
            assertThat(call.get().headers()).containsEntry("authorization", "Bearer token-1");
        }
        now.set(now.get().plusSeconds(3_000));
        assertThat(sign(account).headers()).containsEntry("authorization", "Bearer token-1");
        now.set(now.get().plusSeconds(500));
        assertThat(sign(account).headers()).containsEntry("authorization", "Bearer token-2");
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldSayThatThereIsNoTokenAndAskAnewWithTheNextCall() throws Exception {
        status = 400;
        String account = account();
        assertThatThrownBy(() -> sign(account)).hasCauseInstanceOf(PreparationException.class);
        status = 200;
        assertThat(sign(account).headers()).containsEntry("authorization", "Bearer token-2");
    }

    @Test
    void shouldNotQuoteCredentialsThatCannotBeRead() {
        assertThatThrownBy(() -> sign("{secret-words"))
                .hasCauseInstanceOf(PreparationException.class)
                .hasMessageNotContaining("secret-words");
    }

    private UpstreamRequest sign(String credentials) throws Exception {
        return later(credentials).get();
    }

    private CompletableFuture<UpstreamRequest> later(String credentials) {
        CompletableFuture<UpstreamRequest> signed = new CompletableFuture<>();
        var target = WireCalls.of("vertex_ai", "gemini-2.5-flash", "{}", -1, Map.of("vertex_credentials", credentials))
                .target();
        vertx.runOnContext(ignored -> signer.sign(ASKED, target).whenComplete((request, fault) -> {
            if (fault == null) {
                signed.complete(request);
            } else {
                signed.completeExceptionally(fault.getCause() == null ? fault : fault.getCause());
            }
        }));
        return signed;
    }

    private String tokenUri() {
        return "http://127.0.0.1:" + server.actualPort() + "/token";
    }

    private String account() {
        String key = Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded());
        return JSON.createObjectNode()
                .put("type", "service_account")
                .put("project_id", "my-project")
                .put("private_key", "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n")
                .put("client_email", "me@my-project.iam.gserviceaccount.com")
                .put("token_uri", tokenUri())
                .toString();
    }
}
