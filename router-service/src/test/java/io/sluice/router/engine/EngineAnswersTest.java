package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineAnswersTest {

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldAnswerAndBillWhatTheProviderSaid() {
        Upstream upstream = fixture.upstream(Upstream.json(
                200, Upstream.answer("Hello"), "x-ratelimit-remaining-requests: 9", "x-request-id: req-7"));
        fixture.configure(EngineFixture.single("fast", upstream, ""));

        Recorded call = fixture.chat("fast");

        assertThat(call.outcome().status()).isEqualTo(200);
        assertThat(call.outcome().errorType()).isNull();
        assertThat(call.text()).contains("\"content\":\"Hello\"").contains("\"model\":\"fast\"");
        assertThat(call.answerHead().outcome()).isEqualTo(call.outcome());
        assertThat(call.answerHead().headers())
                .containsEntry("x-litellm-model-id", "id-fast")
                .containsEntry("x-litellm-model-group", "fast")
                .containsEntry("x-litellm-attempted-retries", "0")
                .containsEntry("llm_provider-x-request-id", "req-7")
                .containsEntry("x-ratelimit-remaining-requests", "9")
                .doesNotContainKey("x-litellm-model-api-base");
        Attempt attempt = call.attempt(1);
        assertThat(attempt.certainty()).isEqualTo(Certainty.EXACT);
        assertThat(attempt.usage()).isEqualTo(TokenUsage.of(10, 5));
        assertThat(attempt.cost()).isEqualTo(Money.ofNanos(20_000_000));
        assertThat(upstream.requests().getFirst().head()).contains("Bearer sk-provider");
        assertThat(upstream.requests().getFirst().body()).contains("\"model\":\"gpt-4o\"");
    }

    @Test
    void shouldAskForAnAnswerThatIsNotThereYetAndBillItOnce() {
        for (boolean stream : new boolean[] {false, true}) {
            Upstream upstream = fixture.upstream(
                    Upstream.json(201, "{\"id\":\"p1\",\"status\":\"starting\",\"output\":null}"),
                    Upstream.json(200, "{\"id\":\"p1\",\"status\":\"processing\",\"output\":null}"),
                    Upstream.json(
                            200,
                            "{\"id\":\"p1\",\"status\":\"succeeded\",\"output\":[\"Hel\",\"lo\"],"
                                    + "\"metrics\":{\"input_token_count\":10,\"output_token_count\":5}}"));
            fixture.configure(EngineFixture.single("fast", upstream, "")
                    .replace("openai/gpt-4o", "replicate/meta/meta-llama-3-8b-instruct"));

            Recorded call = stream ? fixture.stream("fast") : fixture.chat("fast");

            assertThat(call.outcome().status()).isEqualTo(200);
            assertThat(call.text()).contains(stream ? "\"content\":\"Hel\"" : "\"content\":\"Hello\"");
            assertThat(call.attempt(1).usage()).isEqualTo(TokenUsage.of(10, 5));
            assertThat(call.attempt(1).certainty()).isEqualTo(Certainty.EXACT);
            assertThat(upstream.requests()).hasSize(3);
            assertThat(upstream.requests().getLast().head()).startsWith("GET /predictions/p1 ");
        }
    }

    @Test
    void shouldAskTitanAgainForEachTextSignedAndBilledOnce() {
        Upstream upstream = fixture.upstream(
                Upstream.json(200, "{\"embedding\":[0.5],\"inputTextTokenCount\":3}"),
                Upstream.json(200, "{\"embedding\":[0.25],\"inputTextTokenCount\":4}"));
        fixture.configure(titan(upstream));

        Recorded call = fixture.embed("vectors", "[\"one\",\"two\"]");

        assertThat(call.outcome().status()).as(call.text()).isEqualTo(200);
        assertThat(call.outcome().attempts()).hasSize(1);
        assertThat(call.attempt(1).usage()).isEqualTo(TokenUsage.of(7, 0));
        assertThat(call.attempt(1).certainty()).isEqualTo(Certainty.EXACT);
        assertThat(upstream.requests())
                .extracting(Upstream.Request::body)
                .satisfiesExactly(
                        first -> assertThat(first).contains("one"),
                        second -> assertThat(second).contains("two"));
        assertThat(upstream.requests())
                .allSatisfy(asked -> assertThat(asked.head()).contains("AWS4-HMAC-SHA256"));
    }

    @Test
    void shouldBillWhatCameBeforeALaterTextFailed() {
        Upstream upstream = fixture.upstream(
                Upstream.json(200, "{\"embedding\":[0.5],\"inputTextTokenCount\":3}"), Upstream.error(400, "no"));
        fixture.configure(titan(upstream));

        Recorded call = fixture.embed("vectors", "[\"one\",\"two\"]");

        assertThat(call.outcome().status()).isEqualTo(400);
        assertThat(call.attempt(1).certainty()).isEqualTo(Certainty.ESTIMATED);
        assertThat(call.attempt(1).cost().nanos()).isPositive();
    }

    private static String titan(Upstream upstream) {
        return EngineFixture.single(
                        "vectors",
                        upstream,
                        ", aws_access_key_id: AKIAEXAMPLE, aws_secret_access_key: none, aws_region_name: us-east-1")
                .replace("openai/gpt-4o", "bedrock/amazon.titan-embed-text-v2:0")
                .replace(", api_key: sk-provider", "");
    }

    @Test
    void shouldStreamToItsTrueEndAndKeepTheConnection() {
        Upstream upstream = fixture.upstream(Upstream.stream());
        fixture.configure(EngineFixture.single("fast", upstream, ""));

        Recorded first = fixture.stream("fast");
        assertThat(first.text()).endsWith("data: [DONE]\n\n").contains("Hel").doesNotContain("\"usage\":{");
        Recorded second = fixture.stream("fast");

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(first.answerHead().headers()).containsEntry("content-type", "text/event-stream; charset=utf-8");
        assertThat(first.attempt(1).certainty()).isEqualTo(Certainty.EXACT);
        assertThat(first.attempt(1).usage()).isEqualTo(TokenUsage.of(10, 5));
        assertThat(first.attempt(1).firstByteMicros()).isNotNegative();
        assertThat(upstream.requests().getFirst().body()).contains("include_usage");
        assertThat(upstream.connections())
                .as("connections for two calls, one after the other")
                .isEqualTo(1);
    }

    @Test
    void shouldKeepTheConnectionWhenTheEndMarkComesBeforeTheEndOfTheMessage() throws InterruptedException {
        Upstream upstream = fixture.upstream((socket, request) -> {
            socket.write(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.WHOLE_STREAM));
            fixture.vertx.setTimer(50, ignored -> socket.write("0\r\n\r\n"));
        });
        fixture.configure(EngineFixture.single("fast", upstream, ""));

        assertThat(fixture.stream("fast").outcome().errorType()).isNull();
        Thread.sleep(300);
        assertThat(fixture.stream("fast").outcome().errorType()).isNull();

        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void shouldCutOffAProviderThatDoesNotEndAfterItsEndMark() {
        Upstream upstream =
                fixture.upstream(Upstream.raw(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.WHOLE_STREAM)));
        fixture.configure(EngineFixture.single("fast", upstream, ""));

        assertThat(fixture.stream("fast").text()).endsWith("data: [DONE]\n\n");

        Recorded.await(upstream.closedByPeer());
    }

    @Test
    void shouldPassUsageOnWhenTheClientAsked() {
        Upstream upstream = fixture.upstream(Upstream.stream());
        fixture.configure(EngineFixture.single("fast", upstream, ""));
        String body =
                "{\"model\":\"fast\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[]}";

        Recorded call = fixture.call(body, Long.MAX_VALUE, Map.of(), ignored -> {});

        assertThat(call.text()).contains("\"prompt_tokens\":10").endsWith("data: [DONE]\n\n");
    }

    @Test
    void shouldEstimateAndMarkAnAnswerWithoutUsage() {
        String noUsage = Upstream.answer("Hello world, how are you?").replaceAll(",\"usage\":.*}}$", "}");
        Upstream upstream = fixture.upstream(Upstream.json(200, noUsage));
        fixture.configure(EngineFixture.single("fast", upstream, ""));

        Attempt attempt = fixture.chat("fast").attempt(1);

        assertThat(attempt.certainty()).isEqualTo(Certainty.ESTIMATED);
        assertThat(attempt.usage().input()).isPositive();
        assertThat(attempt.usage().output()).isPositive();
        assertThat(attempt.cost().nanos()).isPositive();
    }

    /** The provider goes on with it, and tells what it took to whoever looks for it there. */
    @Test
    void shouldChargeTheMostForWhatRunsOnInTheBackground() {
        String queued = "{\"id\":\"resp_1\",\"status\":\"queued\",\"output\":[],\"usage\":null}";
        Upstream upstream = fixture.upstream(Upstream.json(200, queued));
        fixture.configure(EngineFixture.single("fast", upstream, ""));

        Recorded background = fixture.call(
                Protocol.OPENAI_RESPONSES, "fast", "{\"model\":\"fast\",\"input\":\"Hi\",\"background\":true}", 500);
        Recorded other = fixture.call(
                Protocol.OPENAI_RESPONSES, "fast", "{\"model\":\"fast\",\"input\":\"Hi\",\"background\":false}", 500);

        Recorded goingOn = fixture.call(
                Protocol.OPENAI_RESPONSES,
                "fast",
                "{\"model\":\"fast\",\"input\":\"Hi\",\"background\":true,\"previous_response_id\":\"resp_1\"}",
                500);

        assertThat(background.outcome().status()).as(background.text()).isEqualTo(200);
        assertThat(goingOn.attempt(1).cost().nanos())
                .as("what went before may fill a window of 128,000 tokens at $1 a thousand")
                .isGreaterThanOrEqualTo(128_000_000_000L);
        assertThat(background.attempt(1).certainty()).isEqualTo(Certainty.UPPER_BOUND);
        assertThat(background.attempt(1).cost().nanos())
                .as("500 tokens at $2 a thousand")
                .isGreaterThanOrEqualTo(1_000_000_000L);
        assertThat(other.attempt(1).certainty()).isEqualTo(Certainty.ESTIMATED);
    }

    @Test
    void shouldBelieveThatAnAnswerTookNothing() {
        Upstream upstream = fixture.upstream(Upstream.json(200, counted(0, 0)));
        fixture.configure(EngineFixture.single("fast", upstream, ""));

        Attempt attempt = fixture.chat("fast").attempt(1);

        assertThat(attempt.certainty()).isEqualTo(Certainty.EXACT);
        assertThat(attempt.cost()).isEqualTo(Money.ZERO);
    }

    @Test
    void shouldEstimateAnAnswerThatWasLeftOutOfTheCount() {
        Upstream upstream = fixture.upstream(Upstream.json(200, counted(10, 0)));
        fixture.configure(EngineFixture.single("fast", upstream, ""));

        Attempt attempt = fixture.chat("fast").attempt(1);

        assertThat(attempt.certainty()).isEqualTo(Certainty.ESTIMATED);
        assertThat(attempt.usage().output()).isPositive();
    }

    private static String counted(int input, int output) {
        return Upstream.answer("Hello world, how are you?")
                .replaceAll(
                        "\"usage\":.*}}$",
                        "\"usage\":{\"prompt_tokens\":" + input + ",\"completion_tokens\":" + output + "}}");
    }

    @Test
    void shouldTellATierThatOpenAiDoesNotHaveAsAutoAndKeepTheWord() {
        String tier = ",\"service_tier\":\"%s\"}";
        String answer = Upstream.answer("Hello").replaceAll("}$", "");
        Upstream upstream = fixture.upstream(
                Upstream.json(200, answer + tier.formatted("on_demand")),
                Upstream.json(200, answer + tier.formatted("flex")));
        fixture.configure(EngineFixture.single("fast", upstream, ""));

        assertThat(fixture.chat("fast").text())
                .contains("\"service_tier\":\"auto\",\"provider_specific_fields\":{\"service_tier\":\"on_demand\"}}");
        assertThat(fixture.chat("fast").text()).endsWith(tier.formatted("flex"));
    }

    @Test
    void shouldRefuseAnUnknownModelAsLitellmDoes() {
        fixture.configure("model_list: []");

        Recorded call = fixture.chat("no-such-model");

        assertThat(call.outcome().status()).isEqualTo(400);
        assertThat(call.outcome().attempts()).isEmpty();
        assertThat(call.text())
                .contains("/chat/completions: Invalid model name passed in model=no-such-model. Call `/v1/models`");
        assertThat(call.answerHead().headers()).containsEntry("x-should-retry", "false");
    }

    @Test
    void shouldSayWhyAGroupCannotServe() {
        fixture.configure("model_list:\n  - {model_name: g, litellm_params: {model: unheard_of/model}}");

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isEqualTo(503);
        assertThat(call.text()).contains("unheard_of").contains("'g'");
    }

    @Test
    void shouldSurviveAModelNameThatNoHeaderCanCarry() {
        Upstream upstream = fixture.upstream(Upstream.ok("Hello"));
        fixture.configure(EngineFixture.single("'*'", upstream, ""));

        Recorded call = fixture.chat("gpt-\\nü");

        assertThat(call.outcome().status()).isEqualTo(200);
        assertThat(call.answerHead().headers()).containsEntry("x-litellm-model-group", "gpt-??");
    }

    @Test
    void shouldSwapTheModelsOnReload() {
        Upstream upstream = fixture.upstream(Upstream.ok("Hello"));
        fixture.configure(EngineFixture.single("old", upstream, ""));
        String before = fixture.engine().current().version();

        fixture.engine()
                .reload(io.sluice.configuration.ConfigurationLoader.parse(
                        EngineFixture.single("new", upstream, ""), Map.of()));

        assertThat(fixture.engine().current().version()).isNotEqualTo(before);
        assertThat(fixture.chat("new").outcome().status()).isEqualTo(200);
        assertThat(fixture.chat("old").outcome().status()).isEqualTo(400);
    }
}
