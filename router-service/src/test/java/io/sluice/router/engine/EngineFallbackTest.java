package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.usage.Certainty;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineFallbackTest {

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void groups(String settings, Map<String, Upstream> upstreams) {
        StringBuilder yaml = new StringBuilder("model_list:\n");
        upstreams.forEach((name, upstream) -> yaml.append(EngineFixture.entry(name, upstream.url(), "")));
        fixture.configure(yaml + "router_settings: {num_retries: 0, " + settings + "}");
    }

    @Test
    void shouldFallBackInTheOrderOfTheList() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        Upstream worse = fixture.upstream(Upstream.error(503, "gone"));
        Upstream good = fixture.upstream(Upstream.ok("Hello"));
        groups("fallbacks: [{a: [b, c]}]", Map.of("a", bad, "b", worse, "c", good));

        Recorded call = fixture.chat("a");

        assertThat(call.outcome().status()).isEqualTo(200);
        assertThat(call.outcome().modelGroup()).isEqualTo("c");
        assertThat(call.outcome().attempts()).extracting(Attempt::status).containsExactly(500, 503, 200);
        assertThat(call.announced).hasSize(2);
        assertThat(call.answerHead().headers()).containsEntry("x-litellm-attempted-fallbacks", "1");
        assertThat(call.text()).contains("\"model\":\"gpt-4o\"");
    }

    @Test
    void shouldUseTheContextWindowListForThatErrorOnly() {
        Upstream small = fixture.upstream(Upstream.error(
                400,
                "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens"));
        Upstream large = fixture.upstream(Upstream.ok("Hello"));
        Upstream other = fixture.upstream(Upstream.ok("wrong"));
        groups(
                "fallbacks: [{a: [c]}], context_window_fallbacks: [{a: [b]}]",
                Map.of("a", small, "b", large, "c", other));

        assertThat(fixture.chat("a").outcome().modelGroup()).isEqualTo("b");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void shouldFallBackOnBadRequestsAndByDefault() {
        Upstream bad = fixture.upstream(Upstream.error(400, "odd parameter"));
        Upstream good = fixture.upstream(Upstream.ok("Hello"));
        groups("default_fallbacks: [b]", Map.of("a", bad, "b", good));

        assertThat(fixture.chat("a").outcome().modelGroup()).isEqualTo("b");
    }

    @Test
    void shouldFallOverUnseenBeforeTheFirstContent() {
        Upstream cut = fixture.upstream(Upstream.rawThenClose(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.ROLE)));
        Upstream good = fixture.upstream(Upstream.stream());
        groups("fallbacks: [{a: [b]}]", Map.of("a", cut, "b", good));

        Recorded call = fixture.stream("a");

        assertThat(call.outcome().status()).isEqualTo(200);
        assertThat(call.text()).endsWith("data: [DONE]\n\n").doesNotContain("error");
        assertThat(call.text().split("\"role\"", -1)).as("one start").hasSize(2);
        assertThat(call.outcome().attempts())
                .extracting(Attempt::certainty)
                .containsExactly(Certainty.UPPER_BOUND, Certainty.EXACT);
    }

    @Test
    void shouldNotFallBackAfterTheFirstContent() {
        Upstream cut =
                fixture.upstream(Upstream.rawThenClose(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.delta("Hel"))));
        Upstream good = fixture.upstream(Upstream.stream());
        groups("fallbacks: [{a: [b]}]", Map.of("a", cut, "b", good));

        assertThat(fixture.stream("a").text())
                .contains("Hel")
                .contains("\"error\"")
                .doesNotContain("[DONE]");
        assertThat(good.requests()).isEmpty();
    }

    @Test
    void shouldEndACircleOfFallbacks() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        groups("fallbacks: [{a: [b]}, {b: [a]}]", Map.of("a", bad, "b", bad));

        Recorded call = fixture.chat("a");

        assertThat(call.outcome().status()).isEqualTo(500);
        assertThat(bad.requests()).hasSize(2);
        assertThat(call.text()).contains("Fallback to b also failed: ");
    }

    @Test
    void shouldTellTheFailureAndNotTheMissingFallback() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        groups("fallbacks: [{a: [nobody]}]", Map.of("a", bad));

        assertThat(fixture.chat("a").text()).contains("boom");
    }

    @Test
    void shouldTryAnotherDeploymentOfTheGroupAtOnce() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom", "retry-after: 8"));
        Upstream good = fixture.upstream(Upstream.ok("Hello"));
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", bad.url(), ", order: 1").replace("id-g", "first")
                + EngineFixture.entry("g", good.url(), ", order: 2").replace("id-g", "second"));

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().attempts()).extracting(Attempt::deploymentId).containsExactly("first", "second");
    }

    @Test
    void shouldNotTryAgainWhenAnUnknownOutcomeUsedUpTheMoney() {
        Upstream silent = fixture.upstream(Upstream.rawThenClose(""));
        fixture.configure(EngineFixture.deployment("g", silent.url(), ""));
        String body = "{\"model\":\"g\",\"max_tokens\":10,\"messages\":[]}";
        long bound = Bill.bound(
                        EngineFixture.CATALOG.card("openai", "none"), EngineFixture.request(body, 0, -1, Map.of()))
                .nanos();
        assertThat(bound).isZero();
        long once = (body.length() + ModelOffers.FIXED_INPUT_TOKENS) * 1_000_000L + 10 * 2_000_000L;

        Recorded call = fixture.call(body, once * 2 - 1, Map.of(), ignored -> {});

        assertThat(call.attempt(1).upperBound().nanos()).isEqualTo(once);
        assertThat(silent.requests())
                .as("the rest does not pay for a second attempt")
                .hasSize(1);
        assertThat(call.outcome().status()).isEqualTo(500);
        assertThat(call.text()).contains("not tried again").contains("APIConnectionError");
    }

    @Test
    void shouldTryAgainWhenTheProviderProvedThatNothingWasCharged() {
        Upstream upstream = fixture.upstream(Upstream.error(500, "boom", "retry-after-ms: 1"), Upstream.ok("Hello"));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), ""));
        String body = "{\"model\":\"g\",\"max_tokens\":10,\"messages\":[]}";
        long once = (body.length() + ModelOffers.FIXED_INPUT_TOKENS) * 1_000_000L + 10 * 2_000_000L;

        assertThat(fixture.call(body, once, Map.of(), ignored -> {}).outcome().status())
                .isEqualTo(200);
    }

    @Test
    void shouldCallNobodyWhenEvenOneAttemptIsTooMuch() {
        Upstream upstream = fixture.upstream(Upstream.ok("Hello"));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), ""));

        Recorded call = fixture.call(EngineFixture.CHAT.formatted("g"), 1, Map.of(), ignored -> {});

        assertThat(call.outcome().status()).isEqualTo(422);
        assertThat(upstream.requests()).isEmpty();
    }
}
