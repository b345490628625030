package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a request may say about its own way: test aids, and where its data may go. */
class EngineAskedTest {

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Recorded with(String model, String member) {
        return fixture.chat(
                EngineFixture.CHAT.formatted(model).replaceFirst("\\{", "{" + member + ","), EngineFixture.ADMIN);
    }

    // ---- test aids

    private void aids(Upstream first, Upstream second, String general) {
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", first.url(), "")
                + EngineFixture.entry("other", second.url(), "")
                + "router_settings: {num_retries: 0, fallbacks: [{g: [other]}], context_window_fallbacks: [{g: [other]}]}\n"
                + general);
    }

    @Test
    void shouldRefuseTestAidsThatTheInstallationDoesNotAllow() {
        Upstream upstream = fixture.upstream(Upstream.ok("never"));
        aids(upstream, upstream, "");
        Recorded call = with("g", "\"mock_testing_fallbacks\":true");
        assertThat(call.outcome().status()).isEqualTo(400);
        assertThat(call.text()).contains("disabled on this proxy: mock_testing_fallbacks");
        assertThat(upstream.requests()).isEmpty();
        assertThat(with("g", "\"mock_testing_fallbacks\":false").outcome().status())
                .isEqualTo(200);
    }

    @Test
    void shouldFailTheFirstGroupWithoutACallSoThatItsFallbacksCanBeSeen() {
        Upstream first = fixture.upstream(Upstream.ok("never"));
        Upstream second = fixture.upstream(Upstream.ok("well"));
        aids(first, second, "general_settings: {dangerously_allow_mock_testing_request_params: true}");
        for (String aid : new String[] {
            "mock_testing_fallbacks",
            "mock_testing_context_fallbacks",
            "mock_testing_content_policy_fallbacks",
            "mock_testing_rate_limit_error"
        }) {
            RouteOutcome outcome = with("g", "\"" + aid + "\":true").outcome();
            assertThat(outcome.status()).as(aid).isEqualTo(200);
            assertThat(outcome.attempts()).extracting(Attempt::deploymentId).containsExactly("id-other");
        }
        assertThat(first.requests()).isEmpty();
        assertThat(with("other", "\"mock_testing_rate_limit_error\":true")
                        .outcome()
                        .status())
                .as("no fallback")
                .isEqualTo(429);
    }

    // ---- residency

    private void places(Upstream america, Upstream europe, String sluice) {
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", america.url(), ", region_name: us-east-1")
                        .replace("id-g", "us")
                + EngineFixture.entry("g", europe.url(), ", region_name: eu-central-1")
                        .replace("id-g", "eu")
                + EngineFixture.entry("far", america.url(), ", region_name: us-east-1")
                + "router_settings: {num_retries: 0, fallbacks: [{g: [far]}]}\n" + sluice);
    }

    @Test
    void shouldSendDataOnlyWhereTheRequestLetsItGo() {
        Upstream america = fixture.upstream(Upstream.ok("never"));
        Upstream europe = fixture.upstream(Upstream.ok("well"));
        places(america, europe, "");
        for (int i = 0; i < 10; i++) {
            assertThat(with("g", "\"allowed_model_region\":\"EU\"").outcome().status())
                    .isEqualTo(200);
        }
        assertThat(america.requests()).isEmpty();
        assertThat(europe.requests())
                .hasSize(10)
                .allSatisfy(request -> assertThat(request.body()).doesNotContain("allowed_model_region"));
    }

    @Test
    void shouldNotFallBackToWhereDataMayNotGo() {
        Upstream america = fixture.upstream(Upstream.ok("never"));
        Upstream europe = fixture.upstream(Upstream.error(500, "broken"));
        places(america, europe, "");
        assertThat(with("g", "\"allowed_model_region\":[\"eu\"]").outcome().status())
                .isEqualTo(500);
        assertThat(with("far", "\"allowed_model_region\":[\"eu\"]").outcome().status())
                .isEqualTo(403);
        assertThat(america.requests()).isEmpty();
    }

    @Test
    void shouldHoldTheRuleOfTheInstallationForEveryCall() {
        Upstream america = fixture.upstream(Upstream.ok("never"));
        Upstream europe = fixture.upstream(Upstream.ok("well"));
        places(america, europe, "sluice_settings: {residency: {within: [eu]}}");
        for (int i = 0; i < 10; i++) {
            assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);
        }
        assertThat(fixture.chat("far").outcome().status()).isEqualTo(403);
        assertThat(america.requests()).isEmpty();
    }
}
