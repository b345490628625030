package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.DeploymentOffer;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.ShadowRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine's part of {@code silent_model}: who has one, and how a call is made whose answer nobody waits for. */
class EngineShadowTest {

    private static final Map<String, String> SHADOW =
            Map.of(RouteCodec.SHADOW_HEADER, "1", "x-litellm-num-retries", "0");

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private RouteOutcome shadow(String body) {
        return fixture.call(body, Long.MAX_VALUE, SHADOW, ignored -> {}).outcome();
    }

    @Test
    void shouldTellTheEdgeWhoHasAShadowAndHowOften() {
        fixture.configure("model_list:\n"
                + EngineFixture.entry("one", "http://127.0.0.1:1", ", silent_model: other")
                + EngineFixture.entry("some", "http://127.0.0.1:1", ", silent_model: [other, third]")
                        .replace("id: id-some", "id: id-some, shadow_percent: 2.5")
                + EngineFixture.entry("none", "http://127.0.0.1:1", "")
                + "sluice_settings: {shadow: {percent: 50}}\n");
        assertThat(fixture.engine().current().deployments())
                .extracting(DeploymentOffer::shadow)
                .containsExactly(
                        new ShadowRules(List.of("other"), 50),
                        new ShadowRules(List.of("other", "third"), 2.5),
                        ShadowRules.NONE);
    }

    @Test
    void shouldAskOnceAndNeitherAFallbackNorWait() {
        Upstream failing = fixture.upstream(Upstream.error(500, "boom"));
        Upstream other = fixture.upstream(Upstream.ok("other"));
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", failing.url(), ", max_parallel_requests: 1")
                + EngineFixture.entry("h", other.url(), "")
                + "router_settings: {fallbacks: [{g: [h]}]}\nsluice_settings: {queue: {max_wait: 60}}\n");

        assertThat(shadow(EngineFixture.CHAT.formatted("g")).status()).isEqualTo(500);

        assertThat(failing.requests()).hasSize(1);
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void shouldRefuseAShadowAtOnceWhereACallWouldWait() {
        Upstream silent = fixture.upstream((socket, request) -> {});
        fixture.configure(EngineFixture.single("g", silent, ", max_parallel_requests: 1")
                + "sluice_settings: {queue: {max_wait: 60}}\n");
        fixture.chat("g");
        assertThat(shadow(EngineFixture.CHAT.formatted("g")).status()).isEqualTo(429);
    }

    @Test
    void shouldNeitherHedgeAShadowNorGoOnWithItsStream() {
        Upstream late = fixture.upstream((socket, request) -> fixture.vertx.setTimer(
                300,
                ignored -> Upstream.rawThenClose(
                                Upstream.STREAM_HEAD + Upstream.chunk(Upstream.ROLE + Upstream.delta("Hel")))
                        .answer(socket, request)));
        Upstream other = fixture.upstream(Upstream.stream());
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", late.url(), ", order: 1").replace("id-g", "one")
                + EngineFixture.entry("g", other.url(), ", order: 2").replace("id-g", "two")
                + "sluice_settings: {continue_streams: true, hedge: {after: 20, budget_pct: 100}}\n");

        assertThat(shadow(EngineFixture.STREAM.formatted("g")).attempts()).hasSize(1);

        assertThat(other.requests()).isEmpty();
    }

    @Test
    void shouldKeepAShadowWhereTheCallsDataMayGo() {
        Upstream anywhere = fixture.upstream(Upstream.ok("never asked"));
        fixture.configure(EngineFixture.single("g", anywhere, ""));
        String bound =
                EngineFixture.CHAT.formatted("g").replace("{\"model\"", "{\"allowed_model_region\":\"eu\",\"model\"");
        assertThat(shadow(bound).status()).isEqualTo(403);
        assertThat(anywhere.requests()).isEmpty();
    }

    @Test
    void shouldNotSpendTheBudgetsOfTheCallsTags() {
        Upstream upstream = fixture.upstream(Upstream.ok("paid"));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), "")
                + "litellm_settings: {tag_budget_config: {chat: {max_budget: 0.0001, budget_duration: 1d}}}\n"
                + "router_settings: {num_retries: 0}");

        assertThat(tagged(SHADOW).status()).isEqualTo(200);
        assertThat(tagged(Map.of()).status()).as("the tag's first call").isEqualTo(200);
        assertThat(tagged(Map.of()).status()).isEqualTo(429);
        assertThat(tagged(SHADOW).status()).isEqualTo(200);
    }

    private RouteOutcome tagged(Map<String, String> headers) {
        return fixture.call(EngineFixture.request(
                        EngineFixture.CHAT.formatted("g"),
                        Long.MAX_VALUE,
                        -1,
                        headers,
                        EngineFixture.ADMIN,
                        List.of("chat")))
                .outcome();
    }

    @Test
    void shouldSayInAnExplanationWhoHasAShadow() throws Exception {
        Upstream upstream = fixture.upstream(Upstream.ok("well"));
        fixture.configure(EngineFixture.single("g", upstream, ", silent_model: other"));
        var request = EngineFixture.request(EngineFixture.CHAT.formatted("g"), Long.MAX_VALUE, -1, Map.of());
        JsonNode page = new ObjectMapper()
                .readTree(
                        fixture.engine().explain(request).toCompletableFuture().join());
        JsonNode shadow = page.at("/groups/0/choices/0/candidates/0/shadow");
        assertThat(shadow.at("/models/0").asText()).isEqualTo("other");
        assertThat(shadow.get("percent").asDouble()).isEqualTo(100);
        assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);
        assertThat(upstream.requests().getFirst().body()).doesNotContain("silent_model");
    }
}
