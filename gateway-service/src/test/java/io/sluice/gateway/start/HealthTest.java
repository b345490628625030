package io.sluice.gateway.start;

import static io.sluice.gateway.start.EdgeHarness.MASTER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.contracts.routing.RouteCodec;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final EdgeHarness edge = new EdgeHarness();

    @AfterEach
    void close() {
        edge.close();
    }

    private HttpResponse<String> get(String path, String key) {
        return edge.send(edge.request(path).header("authorization", "Bearer " + key));
    }

    private JsonNode json(String path) throws Exception {
        return JSON.readTree(get(path, MASTER).body());
    }

    @Test
    void shouldTellWhoIsHealthyAndWhoIsNotWithCountsVersionAndUptime() throws Exception {
        JsonNode page = json("/health");
        assertThat(page.get("status").asText()).isEqualTo("degraded");
        assertThat(page.get("healthy_count").asInt()).isEqualTo(1);
        assertThat(page.get("unhealthy_count").asInt()).isEqualTo(1);
        JsonNode healthy = page.at("/healthy_endpoints/0");
        assertThat(healthy.get("model").asText()).isEqualTo("openai/gpt");
        assertThat(healthy.get("model_id").asText()).isEqualTo("id-gpt");
        assertThat(healthy.get("status").asText()).isEqualTo("healthy");
        assertThat(healthy.get("latency_ms").asLong()).isNotNegative();
        assertThat(page.at("/unhealthy_endpoints/0/error").asText()).isEqualTo("no API key");
        assertThat(page.get("version").asText()).isNotEmpty();
        assertThat(page.get("uptime").asText()).matches("(\\d+d )?\\d+h \\d+m \\d+s");
    }

    @Test
    void shouldCallTheDeploymentByItsIdAndWriteTheCallIntoTheJournal() throws Exception {
        JsonNode page = json("/health?model=gpt");
        assertThat(page.get("status").asText()).isEqualTo("healthy");
        assertThat(edge.engine.last.model()).isEqualTo("id-gpt");
        assertThat(edge.engine.last.headers()).containsKey(RouteCodec.PROBE_HEADER);
        assertThat(edge.journal.ended)
                .singleElement()
                .satisfies(events -> assertThat(events).singleElement().satisfies(event -> {
                    assertThat(event.cost().nanos()).isEqualTo(6_900);
                    assertThat(event.keyHash()).isEqualTo("litellm-internal-health-check");
                }));
        assertThat(page.at("/healthy_endpoints/0/cost").decimalValue()).isEqualByComparingTo("0.0000069");
    }

    @Test
    void shouldNotCallAgainForAResultThatIsYoung() {
        get("/health?model=gpt", MASTER);
        get("/health?model_id=id-gpt", MASTER);
        assertThat(edge.journal.ended).hasSize(1);
    }

    @Test
    void shouldShareOneCallAmongThoseWhoAskAtOnce() throws Exception {
        edge.engine.played = true;
        List<CompletableFuture<HttpResponse<String>>> asked = List.of(
                CompletableFuture.supplyAsync(() -> get("/health?model=gpt", MASTER)),
                CompletableFuture.supplyAsync(() -> get("/health?model=gpt", MASTER)));
        PlayedEngine.Played call = edge.engine.calls.take();
        // the second one asks while the first call is under way, or finds its result: never a second call
        call.end(PlayedEngine.outcome(200));
        for (CompletableFuture<HttpResponse<String>> each : asked) {
            assertThat(each.get().statusCode()).isEqualTo(200);
        }
        assertThat(edge.engine.calls).isEmpty();
    }

    @Test
    void shouldSayWhatTheProviderSaidOfADeploymentThatFails() throws Exception {
        edge.engine.played = true;
        CompletableFuture<JsonNode> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return json("/health?model=gpt");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        PlayedEngine.Played call = edge.engine.calls.take();
        call.chunk("{\"error\":{\"message\":\"the model is on fire\"}}");
        call.end(PlayedEngine.outcome(500));
        JsonNode page = asked.get();
        assertThat(page.get("status").asText()).isEqualTo("unhealthy");
        assertThat(page.at("/unhealthy_endpoints/0/error").asText()).isEqualTo("the model is on fire");
    }

    @Test
    void shouldAnswer503ForAModelThatNobodyHas() throws Exception {
        HttpResponse<String> answer = get("/health?model=nope", MASTER);
        assertThat(answer.statusCode()).isEqualTo(503);
        JsonNode page = JSON.readTree(answer.body());
        assertThat(page.get("status").asText()).isEqualTo("unhealthy");
        assertThat(page.get("healthy_endpoints")).isEmpty();
        assertThat(page.get("unhealthy_count").asInt()).isZero();
    }

    @Test
    void shouldShowAKeyOnlyItsModelsAndNoAddresses() throws Exception {
        edge.key("sk-limited-0123456789", parts -> parts.models = List.of("gpt"));
        JsonNode page = JSON.readTree(get("/health", "sk-limited-0123456789").body());
        assertThat(page.get("healthy_count").asInt()
                        + page.get("unhealthy_count").asInt())
                .isEqualTo(1);
        assertThat(page.toString()).doesNotContain("http://provider");
        assertThat(json("/health").toString()).contains("http://provider");
    }

    @Test
    void shouldNotShowAnythingWithoutAKey() {
        assertThat(edge.send(edge.request("/health")).statusCode()).isEqualTo(401);
        edge.key("sk-anybody-0123456789", parts -> {});
        assertThat(get("/health/services", "sk-anybody-0123456789").statusCode())
                .isBetween(401, 403);
    }

    @Test
    void shouldStayReadyWhenTheBooksAreAway() throws Exception {
        edge.outage = new KeyLookup.Unavailable("gone");
        assertThat(json("/health/services").at("/services/books/status").asText())
                .isEqualTo("unhealthy");
        for (String path : List.of("/readyz", "/health/readiness")) {
            HttpResponse<String> answer = edge.send(edge.request(path));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(answer.body()).get("db").asText()).isEqualTo("Not connected");
        }
        assertThat(edge.send(edge.request("/livez")).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldLetWhoMayUseAGroupAskForOneOfItsDeploymentsById() {
        edge.key("sk-group-0123456789", parts -> parts.models = List.of("gpt"));
        edge.key("sk-other-0123456789", parts -> parts.models = List.of("grouped"));
        String body = EdgeHarness.CHAT.replace("\"gpt\"", "\"id-gpt\"");
        assertThat(edge.chat("sk-group-0123456789", body).statusCode()).isEqualTo(200);
        assertThat(edge.chat("sk-other-0123456789", body).statusCode()).isEqualTo(403);
    }
}
