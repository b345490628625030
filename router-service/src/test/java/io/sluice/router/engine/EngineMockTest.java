package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.Certainty;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no provider gave. */
class EngineMockTest {

    private static final String ALLOWED = "general_settings: {dangerously_allow_mock_testing_request_params: true}\n";

    private final EngineFixture fixture = new EngineFixture();
    private final Upstream upstream = fixture.upstream(Upstream.ok("really"));

    @AfterEach
    void close() {
        fixture.close();
    }

    private void mocked(String params) {
        fixture.configure(EngineFixture.single("g", upstream, params));
    }

    private void plain(String general) {
        fixture.configure("model_list:\n" + EngineFixture.entry("g", upstream.url(), "")
                + EngineFixture.entry("other", upstream.url(), "")
                + "router_settings: {num_retries: 0, fallbacks: [{g: [other]}]}\n" + general);
    }

    private static String with(String body, String members) {
        return body.formatted("g").replaceFirst("\\{", "{" + members + ",");
    }

    private Recorded asked(String members) {
        return fixture.chat(with(EngineFixture.CHAT, members), EngineFixture.ADMIN);
    }

    @Test
    void shouldAnswerForADeploymentAtItsPriceWithoutACall() {
        mocked(", mock_response: 'It is me.'");

        Recorded whole = fixture.chat("g");
        assertThat(whole.text()).contains("\"content\":\"It is me.\"", "\"finish_reason\":\"stop\"");
        Attempt attempt = whole.attempt(1);
        assertThat(attempt.certainty()).isEqualTo(Certainty.EXACT);
        assertThat(attempt.usage().input()).isEqualTo(10);
        assertThat(attempt.usage().output()).isEqualTo(20);
        assertThat(attempt.cost().nanos()).as("10 x 0.001 + 20 x 0.002").isEqualTo(50_000_000);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void shouldStreamTheSameInPieces() {
        mocked(", mock_response: 'Grüße, 世界 🌍!'");

        Recorded stream = fixture.stream("g");
        assertThat(stream.text())
                .contains("\"content\":\"Grü\"", "\"content\":\"ße,\"", "\"finish_reason\":\"stop\"")
                .endsWith("data: [DONE]\n\n");
        assertThat(stream.attempt(1).cost().nanos()).isEqualTo(50_000_000);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void shouldNeverCostMoreThanWasReserved() {
        mocked(", mock_response: x");

        RouteRequest request =
                EngineFixture.request(with(EngineFixture.CHAT, "\"max_tokens\":5"), Long.MAX_VALUE, -1, Map.of());
        Attempt attempt = fixture.call(request).attempt(1);

        assertThat(attempt.usage().output()).isEqualTo(5);
        assertThat(attempt.cost().nanos())
                .isLessThanOrEqualTo(attempt.upperBound().nanos());
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_CHAT,\"object\":\"chat.completion\"",
        "OPENAI_RESPONSES,output_text",
        "ANTHROPIC_MESSAGES,\"stop_reason\":\"end_turn\"",
        "GEMINI_GENERATE,\"finishReason\":\"STOP\"",
        "OPENAI_COMPLETIONS,\"object\":\"text_completion\"",
    })
    void shouldSpeakEachClientsProtocol(Protocol protocol, String shape) {
        mocked(", mock_response: 'It is me.'");

        RouteRequest chat = EngineFixture.request(EngineFixture.CHAT.formatted("g"), Long.MAX_VALUE, -1, Map.of());
        Recorded call = fixture.call(new RouteRequest(
                chat.requestId(),
                protocol,
                chat.caller(),
                chat.model(),
                chat.requestedModel(),
                chat.scan(),
                chat.body(),
                -1,
                Long.MAX_VALUE,
                -1,
                Map.of(),
                null,
                List.of()));

        assertThat(call.text()).contains("It is me.").contains(shape);
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"mock_response\":\"It is me.\"", "\"mock_timeout\":true,\"timeout\":30", "\"mock_delay\":9"})
    void shouldMakeTheRealCallWhereRequestsMayNotMock(String members) {
        plain("");

        assertThat(asked(members).text()).contains("really");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void shouldAnswerARequestsOwnMockWhereThatIsAllowed() {
        plain(ALLOWED);

        assertThat(asked("\"mock_response\":\"It is me.\",\"n\":2").text())
                .containsPattern("(?s)It is me\\..*\"index\":1.*It is me\\.");
        assertThat(asked("\"mock_tool_calls\":[{\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]")
                        .text())
                .contains("\"name\":\"f\"", "\"finish_reason\":\"tool_calls\"");
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "litellm.RateLimitError,429",
        "litellm.InternalServerError,500",
        "litellm.ContextWindowExceededError,400",
        "litellm.AuthenticationError,401",
        "Exception: content_filter_policy,400",
        "Exception: something,500",
    })
    void shouldFailAsTheMockSaysAndChargeNothing(String response, int status) {
        mocked(", mock_response: '" + response + "'");

        RouteOutcome outcome = fixture.chat("g").outcome();

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.attempts()).allMatch(attempt -> attempt.cost().nanos() == 0);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void shouldFallBackFromAMockedDeployment() {
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", upstream.url(), ", mock_response: 'litellm.InternalServerError'")
                + EngineFixture.entry("other", upstream.url(), "")
                + "router_settings: {num_retries: 0, fallbacks: [{g: [other]}]}\n");

        assertThat(fixture.chat("g").text()).contains("really");
    }

    @Test
    void shouldRunIntoTheTimeLimitThatWasAskedFor() {
        fixture.configure(EngineFixture.single("g", upstream, "") + ALLOWED);

        RouteOutcome outcome = asked("\"mock_timeout\":true,\"timeout\":0.05").outcome();

        assertThat(outcome.status()).isEqualTo(408);
        assertThat(outcome.attempts()).allMatch(attempt -> attempt.certainty() == Certainty.NONE);
        assertThat(upstream.requests()).isEmpty();
        assertThat(asked("\"mock_timeout\":true").text())
                .as("without a limit nothing could ever end it")
                .contains("really");
    }

    @Test
    void shouldWaitForTheDelayAndChargeNobodyWhoLeftBefore() {
        mocked(", mock_response: x, mock_delay: 3600");

        Recorded call = fixture.chat("g");
        call.onLoop(io.sluice.contracts.routing.RouteCall::cancel);

        assertThat(call.outcome().attempts()).hasSize(1);
        assertThat(call.attempt(1).cost().nanos()).isZero();
    }
}
