package io.sluice.router.seam;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.ServiceToken;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.Certainty;
import io.sluice.router.engine.Scans;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The router as the gateway sees it, over HTTP. */
@QuarkusTest
class RouteSeamTest {

    private static final String TOKEN = ServiceToken.of(java.util.Optional.empty(), ScriptedProviders.MASTER_KEY)
            .value();

    @TestHTTPResource
    URI router;

    @Inject
    Vertx vertx;

    @Inject
    ScriptedProviders providers;

    private record Answer(
            int status, Map<String, String> headers, String body, RouteOutcome outcome, List<Attempt> announced) {}

    private final List<Attempt> announced = new CopyOnWriteArrayList<>();
    private final Buffer received = Buffer.buffer();
    private final CompletableFuture<Void> firstBytes = new CompletableFuture<>();

    private HttpClient client() {
        return vertx.createHttpClient(new HttpClientOptions().setMaxHeaderSize(256 * 1024));
    }

    private RequestOptions options(HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(router.getHost())
                .setPort(router.getPort())
                .setURI(path);
    }

    private CompletableFuture<Answer> route(HttpClient client, String id, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var scan = Scans.of(bytes);
        RouteRequest request = new RouteRequest(
                id,
                Protocol.OPENAI_CHAT,
                new Caller.Admin("hash"),
                scan.model(),
                scan.model(),
                scan,
                ByteBuffer.wrap(bytes),
                -1,
                Long.MAX_VALUE,
                -1,
                Map.of(),
                null,
                List.of());
        return client.request(options(HttpMethod.POST, RouteCodec.ROUTE_PATH))
                .compose(http -> http.putHeader(ServiceToken.HEADER, TOKEN)
                        .putHeader(RouteCodec.CALL_HEADER, RouteCodec.call(request))
                        .earlyHintsHandler(
                                hints -> announced.add(RouteCodec.attempt(hints.get(RouteCodec.ATTEMPT_HEADER))))
                        .send(Buffer.buffer(bytes)))
                .compose(response -> {
                    response.handler(piece -> {
                        received.appendBuffer(piece);
                        firstBytes.complete(null);
                    });
                    return response.end().map(ignored -> answer(response));
                })
                .toCompletionStage()
                .toCompletableFuture();
    }

    private Answer answer(HttpClientResponse response) {
        String outcome = response.getHeader(RouteCodec.OUTCOME_HEADER);
        if (outcome == null) {
            outcome = response.getTrailer(RouteCodec.OUTCOME_HEADER);
        }
        Map<String, String> headers = new java.util.HashMap<>();
        response.headers().forEach(headers::put);
        return new Answer(
                response.statusCode(),
                headers,
                received.toString(),
                RouteCodec.outcome(outcome),
                new ArrayList<>(announced));
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void shouldAnswerWithTheOutcomeInAHeader() throws Exception {
        Answer answer = await(route(client(), "a", "{\"model\":\"good\",\"messages\":[]}"));

        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.body).contains("Hello");
        assertThat(answer.headers).containsKey("content-length").containsEntry("x-litellm-model-group", "good");
        assertThat(answer.outcome.attempts().getFirst().certainty()).isEqualTo(Certainty.EXACT);
    }

    @Test
    void shouldStreamWithTheOutcomeInATrailer() throws Exception {
        Answer answer = await(route(client(), "b", "{\"model\":\"good\",\"stream\":true,\"messages\":[]}"));

        assertThat(answer.body).endsWith("data: [DONE]\n\n");
        assertThat(answer.headers).doesNotContainKey(RouteCodec.OUTCOME_HEADER);
        assertThat(answer.outcome.status()).isEqualTo(200);
        assertThat(answer.outcome.attempts()).hasSize(1);
    }

    @Test
    void shouldAnnounceAttemptsThatEndedBeforeAnotherOne() throws Exception {
        Answer answer = await(route(client(), "c", "{\"model\":\"flaky\",\"messages\":[]}"));

        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.outcome.attempts()).hasSize(2);
        assertThat(answer.announced).isEqualTo(answer.outcome.attempts().subList(0, 1));
    }

    @Test
    void shouldCancelByIdAndStillTellTheOutcome() throws Exception {
        HttpClient client = client();
        CompletableFuture<Void> closed = providers.stalls.closedByPeer();
        CompletableFuture<Answer> answer = route(client, "d", "{\"model\":\"stalls\",\"stream\":true,\"messages\":[]}");
        await(firstBytes);

        assertThat(cancel("d")).isEqualTo(204);

        assertThat(await(answer).outcome.errorType()).isEqualTo("client_disconnected");
        assertThat(await(answer).outcome.attempts().getFirst().certainty()).isEqualTo(Certainty.ESTIMATED);
        await(closed);
        assertThat(cancel("d")).isEqualTo(404);
    }

    @Test
    void shouldCancelTheProviderWhenTheGatewayIsGone() throws Exception {
        HttpClient client = client();
        CompletableFuture<Void> closed = providers.stalls.closedByPeer();
        CompletableFuture<Answer> answer = route(client, "e", "{\"model\":\"stalls\",\"stream\":true,\"messages\":[]}");
        await(firstBytes);

        client.close();

        await(closed);
        assertThat(answer).isNotNull();
    }

    private int cancel(String id) throws Exception {
        return await(client().request(options(HttpMethod.POST, RouteCodec.CANCEL_PATH + "?id=" + id))
                .compose(http -> http.putHeader(ServiceToken.HEADER, TOKEN).send())
                .map(HttpClientResponse::statusCode)
                .toCompletionStage()
                .toCompletableFuture());
    }

    @Test
    void shouldGiveTheModelTableOnceAVersion() throws Exception {
        HttpClientResponse first = get(RouteCodec.MODELS_PATH, TOKEN, null);
        ModelTable table = RouteCodec.modelTable(
                await(first.body().toCompletionStage().toCompletableFuture()).getBytes());

        assertThat(table.offers()).extracting("name").contains("good", "flaky", "stalls");
        assertThat(get(RouteCodec.MODELS_PATH, TOKEN, first.getHeader("etag")).statusCode())
                .isEqualTo(304);
    }

    @Test
    void shouldListTheProviders() throws Exception {
        HttpClientResponse answer = get(RouteCodec.PROVIDERS_PATH, TOKEN, null);
        String json =
                await(answer.body().toCompletionStage().toCompletableFuture()).toString();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json).startsWith("[{").contains("\"name\":\"openai\"", "\"endpoints\":{\"chat\":\"openai-chat\"");
        assertThat(get(RouteCodec.PROVIDERS_PATH, "wrong", null).statusCode()).isEqualTo(401);
    }

    private HttpClientResponse get(String path, String token, String etag) throws Exception {
        return await(client().request(options(HttpMethod.GET, path))
                .compose(http -> {
                    http.putHeader(ServiceToken.HEADER, token);
                    if (etag != null) {
                        http.putHeader("if-none-match", etag);
                    }
                    return http.send().compose(response -> response.body().map(response));
                })
                .toCompletionStage()
                .toCompletableFuture());
    }

    @Test
    void shouldDemandTheServiceToken() throws Exception {
        assertThat(get(RouteCodec.MODELS_PATH, "wrong", null).statusCode()).isEqualTo(401);
        assertThat(get(RouteCodec.ROUTE_PATH, "", null).statusCode()).isEqualTo(401);
        assertThat(get("/internal/nothing", "wrong", null).statusCode()).isEqualTo(401);
    }

    @Test
    void shouldTellItsHealthAndMetrics() throws Exception {
        await(route(client(), "f", "{\"model\":\"good\",\"messages\":[]}"));

        for (String kind : List.of("live", "ready", "started")) {
            assertThat(get("/q/health/" + kind, "", null).statusCode()).as(kind).isEqualTo(200);
        }
        String metrics = await(
                        get("/metrics", "", null).body().toCompletionStage().toCompletableFuture())
                .toString();
        assertThat(metrics)
                .contains("litellm_deployment_total_requests_total{")
                .contains("litellm_llm_api_latency_metric_bucket{")
                .contains("sluice_upstream_connections");
    }
}
