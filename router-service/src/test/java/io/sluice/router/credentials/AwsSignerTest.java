package io.sluice.router.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.router.egress.Egress;
import io.sluice.router.egress.EgressOptions;
import io.sluice.router.egress.Fetch;
import io.sluice.router.engine.Upstream;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCalls;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** AWS signatures, compared with those of botocore, and where their credentials come from. */
class AwsSignerTest {

    private static final String BODY = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Grüße\"}]}]}";
    private static final String PATH =
            "/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Fx.y-v1%3A0/converse";
    private static final Map<String, Object> KEYS = Map.of(
            "aws_access_key_id", "AKIDEXAMPLE",
            "aws_secret_access_key", "secret-1",
            "aws_region_name", "eu-west-1");

    private final Vertx vertx = Vertx.vertx();
    private Instant now = Instant.parse("2026-11-26T01:02:03Z");
    private final AwsSigner signer = new AwsSigner(
            new Fetch(vertx, new Egress(vertx, EgressOptions.DEFAULTS)), () -> now, Thread::startVirtualThread);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void shouldSignAsBotocoreDoes() throws Exception {
        UpstreamRequest signed = sign(request("https://bedrock-runtime.eu-west-1.amazonaws.com"), null, KEYS)
                .get();

        assertThat(signed.headers().get("authorization"))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261126/eu-west-1/bedrock/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date,"
                        + " Signature=89f8141cae189ddb44b13f1d5794377e4640cadcfe780e1f72838515d73408e0");
    }

    @Test
    void shouldSignWithTheTokenOfASession() throws Exception {
        Map<String, Object> params = with(Map.of("aws_session_token", "session-1"));
        UpstreamRequest signed = sign(request("https://bedrock-runtime.eu-west-1.amazonaws.com"), null, params)
                .get();

        assertThat(signed.headers())
                .containsEntry("x-amz-security-token", "session-1")
                .hasEntrySatisfying(
                        "authorization",
                        authorization -> assertThat(authorization)
                                .endsWith("fa09f07df5bb6c55d3225475dd1e7d1b80b7f5659209962d447cd1844d8c00d5"));
    }

    @Test
    void shouldLeaveARequestAloneThatHasAKeyOfBedrock() throws Exception {
        UpstreamRequest request = request("https://x");

        assertThat(sign(request, "bedrock-key", Map.of()).get()).isSameAs(request);
    }

    @Test
    void shouldTakeTheRegionFromTheModelBeforeTheParameters() {
        assertThat(AwsRegion.of(WireCalls.target("bedrock", "ap-south-1/meta.llama3-8b", null, KEYS)))
                .isEqualTo("ap-south-1");
        assertThat(AwsRegion.of(WireCalls.target(
                        "bedrock", "converse/arn:aws:bedrock:us-west-2:1:inference-profile/x", null, KEYS)))
                .isEqualTo("us-west-2");
        assertThat(AwsRegion.of(WireCalls.target("bedrock", "meta.llama3-8b", null, KEYS)))
                .isEqualTo("eu-west-1");
        assertThat(AwsRegion.of(WireCalls.target("bedrock", "meta.llama3-8b", null, Map.of())))
                .isEqualTo("us-east-1");
    }

    @Test
    void shouldAssumeARoleOnceAndAgainBeforeItEnds() throws Exception {
        try (Upstream sts = new Upstream(vertx, role("ASIAFIRST", "02:02:03"), role("ASIASECOND", "03:02:03"))) {
            Map<String, Object> params = with(Map.of(
                    "aws_role_name", "arn:aws:iam::1:role/x",
                    "aws_session_name", "tests",
                    "aws_external_id", "outside",
                    "aws_sts_endpoint", sts.url()));

            assertThat(authorization(params)).contains("Credential=ASIAFIRST/20261126/eu-west-1/bedrock/");
            assertThat(authorization(params)).contains("Credential=ASIAFIRST/");
            now = now.plusSeconds(3_590);
            assertThat(authorization(params)).contains("Credential=ASIASECOND/");

            assertThat(sts.requests()).hasSize(2);
            assertThat(sts.requests().getFirst().head())
                    .containsIgnoringCase("Credential=AKIDEXAMPLE/20261126/eu-west-1/sts/aws4_request");
            assertThat(sts.requests().getFirst().body())
                    .isEqualTo("Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx"
                            + "&RoleSessionName=tests&ExternalId=outside");
        }
    }

    @Test
    void shouldShowAWebIdentityInPlaceOfASignature(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "web-token\n");
        try (Upstream sts = new Upstream(vertx, role("ASIAWEB", "02:02:03"))) {
            Map<String, Object> params = Map.of(
                    "aws_environment_role", "arn:aws:iam::1:role/pod",
                    "aws_environment_token_file", token.toString(),
                    "aws_sts_endpoint", sts.url());

            assertThat(authorization(params)).contains("Credential=ASIAWEB/");
            assertThat(sts.requests().getFirst().head()).doesNotContainIgnoringCase("authorization:");
            assertThat(sts.requests().getFirst().body())
                    .contains("Action=AssumeRoleWithWebIdentity", "WebIdentityToken=web-token");
        }
    }

    @Test
    void shouldSayWhyARoleIsRefused() {
        String body =
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not for you</Message></Error></ErrorResponse>";
        Upstream.Script refusal =
                Upstream.raw("HTTP/1.1 403 Forbidden\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
        try (Upstream sts = new Upstream(vertx, refusal)) {
            Map<String, Object> params =
                    with(Map.of("aws_role_name", "arn:aws:iam::1:role/x", "aws_sts_endpoint", sts.url()));

            assertThatThrownBy(() -> authorization(params))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(PreparationException.class)
                    .hasMessageContaining("arn:aws:iam::1:role/x")
                    .hasMessageContaining("not for you");
        }
    }

    /** {@code AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=secret-1 tools/sigv4-check.py --port N}, which is botocore. */
    @Test
    @EnabledIfEnvironmentVariable(named = "SLUICE_TEST_SIGV4", matches = "http.*")
    void shouldBeTakenByTheSignatureChecker() throws Exception {
        now = Instant.now();
        UpstreamRequest signed =
                sign(request(System.getenv("SLUICE_TEST_SIGV4")), null, KEYS).get();
        HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create(signed.uri()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY.getBytes(StandardCharsets.UTF_8)));
        signed.headers().forEach(sent::header);

        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = client.send(sent.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("bedrock", "eu-west-1");
        }
    }

    private String authorization(Map<String, Object> params) throws Exception {
        return sign(request("https://bedrock-runtime.eu-west-1.amazonaws.com"), null, regional(params))
                .get()
                .headers()
                .get("authorization");
    }

    private CompletableFuture<UpstreamRequest> sign(
            UpstreamRequest request, @Nullable String key, Map<String, Object> params) {
        CompletableFuture<UpstreamRequest> signed = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(ignored -> signer.sign(
                                request, WireCalls.target("bedrock", "amazon.nova-lite-v1:0", key, params))
                        .whenComplete((done, fault) -> {
                            if (fault == null) {
                                signed.complete(done);
                            } else {
                                signed.completeExceptionally(fault.getCause() == null ? fault : fault.getCause());
                            }
                        }));
        return signed;
    }

    private static UpstreamRequest request(String host) {
        return new UpstreamRequest(
                "POST",
                host + PATH,
                Map.of("content-type", "application/json"),
                List.of(
                        ByteBuffer.wrap(BODY.getBytes(StandardCharsets.UTF_8), 0, 10)
                                .slice(),
                        ByteBuffer.wrap(BODY.getBytes(StandardCharsets.UTF_8))
                                .position(10)
                                .slice()),
                List.of());
    }

    private static Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> params = new HashMap<>(KEYS);
        params.putAll(more);
        return params;
    }

    private static Map<String, Object> regional(Map<String, Object> params) {
        Map<String, Object> all = new HashMap<>(params);
        all.putIfAbsent("aws_region_name", "eu-west-1");
        return all;
    }

    private static Upstream.Script role(String key, String until) {
        String body =
                "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
                        + "<AccessKeyId>" + key + "</AccessKeyId><SecretAccessKey>s/+</SecretAccessKey>"
                        + "<SessionToken>t</SessionToken><Expiration>2026-11-26T" + until + "Z</Expiration>"
                        + "</Credentials></AssumeRoleResult></AssumeRoleResponse>";
        return Upstream.raw("HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
    }
}
