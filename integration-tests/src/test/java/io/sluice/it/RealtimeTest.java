package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Ear;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.OneOrSeveralProcesses;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Outcome;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Sessions of OpenAI's Realtime API through every shape. */
@OneOrSeveralProcesses
class RealtimeTest {

    private static final String PATH = "/v1/realtime?model=";
    private static final String RESPOND = "{\"type\":\"response.create\"}";

    /** Half a second of 24 kHz. */
    private static final int SOUND_BYTES = 24_000;

    @Parameter
    Shape shape;

    private Installation sluice;
    private Books books;

    @BeforeEach
    void findSluice() {
        sluice = Installation.of(shape);
        books = new Books(sluice.gateway());
    }

    @Test
    void shouldBookTheSessionAndEachResponseOnce() {
        String key = books.newKey("\"models\":[\"voice\"]");
        long cost = 0;
        try (Ear ear = Ear.open(sluice.gateway().as(key), PATH + "voice")) {
            assertThat(ear.await("session.created").at("/session/model").asText())
                    .isEqualTo("gpt-realtime");
            for (String text : List.of("repeat: hello you", "repeat: hello again")) {
                List<JsonNode> events = ear.ask(text).until("response.done");
                assertThat(events)
                        .extracting(event -> event.path("type").asText())
                        .contains("response.created", "response.output_text.delta");
                JsonNode usage = events.getLast().at("/response/usage");
                // dollars a million tokens: 4 of text in, 16 out
                cost += 4_000 * usage.path("input_tokens").asLong()
                        + 16_000 * usage.path("output_tokens").asLong();
            }
        }
        long expected = cost;
        Eventually.holds(() -> {
            List<JsonNode> rows = books.rows(key);
            assertThat(rows).hasSize(3);
            assertThat(Books.nanos(rows)).isEqualTo(expected);
            assertThat(books.info(key).path("spend").asDouble()).isEqualTo(expected / 1e9);
            assertThat(rows)
                    .extracting(row ->
                            row.path("metadata").path("settled_as").asText().toLowerCase(java.util.Locale.ROOT))
                    .containsExactlyInAnyOrder("none", "exact", "exact");
        });
        assertThat(session().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void shouldPriceSoundAsSound() {
        String key = books.newKey("");
        JsonNode usage;
        try (Ear ear = Ear.open(sluice.gateway().as(key), PATH + "voice")) {
            ear.say(
                    "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"output_modalities\":[\"audio\"]}}");
            // the provider answers by itself when the speaker pauses
            speak(ear);
            usage = ear.await("response.done").at("/response/usage");
        }
        long heard = usage.at("/input_token_details/audio_tokens").asLong();
        long spoken = usage.at("/output_token_details/audio_tokens").asLong();
        assertThat(heard).isPositive();
        assertThat(spoken).isPositive();
        long text = usage.path("input_tokens").asLong() - heard;
        Eventually.holds(() ->
                assertThat(Books.nanos(books.rows(key))).isEqualTo(4_000 * text + 32_000 * heard + 64_000 * spoken));
    }

    @Test
    void shouldTakeABrowsersKeyAndKeepIt() {
        String key = books.newKey("");
        List<String> offered = List.of("realtime", "openai-insecure-api-key." + key, "openai-beta.realtime-v1");
        try (Ear ear = Ear.open(sluice.gateway(), PATH + "voice", offered)) {
            assertThat(ear.subprotocol()).isEqualTo("realtime");
            assertThat(ear.ask("repeat: older names").until("response.done"))
                    .extracting(event -> event.path("type").asText())
                    .contains("response.text.delta");
        }
        Entry seen = session();
        assertThat(seen.headers().get("authorization")).isEqualTo("Bearer sk-provider");
        assertThat(seen.headers().get("openai-beta")).isEqualTo("realtime=v1");
        assertThat(seen.headers().toString()).doesNotContain(key);
        assertThat(seen.query()).doesNotContain(key);
        assertThat(sluice.logs()).doesNotContain(key);
    }

    @Test
    void shouldSpeakToAzureAsAzureWantsIt() {
        String key = books.newKey("");
        String path = "/openai/realtime?api-version=2024-10-01-preview&deployment=voice-azure";
        try (Ear ear = Ear.open(sluice.gateway(), path, List.of(), "api-key", key)) {
            ear.ask("repeat: hello azure").until("response.done");
        }
        Entry seen = session();
        assertThat(seen.path()).isEqualTo("/openai/realtime");
        // as Azure's clients in browsers show it
        Ear.open(sluice.gateway(), path + "&api-key=" + key, List.of()).close();
        assertThat(session().query()).doesNotContain(key);
        assertThat(seen.query()).contains("deployment=my-voice").contains("api-version=2025-04-01-preview");
        assertThat(seen.headers().get("api-key")).isEqualTo("sk-provider");
        Eventually.holds(() -> assertThat(Books.nanos(books.rows(key))).isPositive());
    }

    @Test
    void shouldRefuseBeforeTheUpgrade() {
        Gateway restricted = sluice.gateway().as(books.newKey("\"models\":[\"gpt\"]"));
        assertThat(Ear.refusal(restricted, PATH + "voice")).isEqualTo(403);
        assertThat(Ear.refusal(sluice.gateway().as("sk-nobody"), PATH + "voice"))
                .isEqualTo(401);
        assertThat(Ear.refusal(sluice.gateway(), PATH + "no-such-model")).isEqualTo(400);
        assertThat(Ear.refusal(sluice.gateway(), "/v1/realtime")).isEqualTo(400);
        assertThat(Ear.refusal(sluice.gateway(), PATH + "claude")).isEqualTo(400);
        assertThat(Ear.refusal(sluice.gateway(), PATH + "voice-refusing")).isEqualTo(429);
        Answer plain = sluice.gateway().get(PATH + "voice");
        assertThat(plain.status()).isEqualTo(426);
        assertThat(plain.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void shouldFallBackBeforeTheFirstMessage() {
        try (Ear ear = Ear.open(sluice.gateway(), PATH + "voice-saved")) {
            assertThat(ear.ask("repeat: saved")
                            .await("response.done")
                            .path("type")
                            .asText())
                    .isEqualTo("response.done");
        }
    }

    @Test
    void shouldTakeAPlaceAmongTheParallelCalls() {
        Gateway limited = sluice.gateway().as(books.newKey("\"max_parallel_requests\":1"));
        try (Ear ear = Ear.open(limited, PATH + "voice")) {
            ear.ask("repeat: one response is no second call").await("response.done");
            assertThat(Ear.refusal(limited, PATH + "voice")).isEqualTo(429);
        }
        Eventually.holds(() -> assertThat(Ear.refusal(limited, PATH + "voice")).isEqualTo(101));
    }

    @Test
    void shouldEndTheSessionWhenTheBudgetCannotPayAResponse() {
        // a response that names no cap can cost 4,096 tokens of sound, 26 cents
        String key = books.newKey("\"max_budget\":0.50,\"budget_mode\":\"strict\"");
        List<JsonNode> events;
        int served = 0;
        try (Ear ear = Ear.open(sluice.gateway().as(key), PATH + "voice")) {
            ear.await("session.created");
            do {
                events = ear.ask("sim{tokens=2000}").until("response.done");
                served++;
            } while (events.getLast().path("type").asText().equals("response.done") && served < 20);
        }
        assertThat(served).isBetween(2, 19);
        assertThat(events.getLast().path("code").asInt()).isEqualTo(1008);
        assertThat(events.get(events.size() - 2).at("/error/type").asText()).isEqualTo("budget_exceeded");
        Eventually.holds(() -> assertThat(books.rows(key)).hasSizeGreaterThanOrEqualTo(2));
        assertThat(books.info(key).path("spend").asDouble()).isLessThanOrEqualTo(0.50);
    }

    @Test
    void shouldStartResponsesItselfUnderAStrictBudget() {
        String key = books.newKey("\"max_budget\":1,\"budget_mode\":\"strict\"");
        try (Ear ear = Ear.open(sluice.gateway().as(key), PATH + "voice")) {
            // said by the gateway
            assertThat(ear.await("session.updated")
                            .at("/session/audio/input/turn_detection/create_response")
                            .asBoolean(true))
                    .isFalse();
            speak(ear);
            assertThat(ear.until("response.done"))
                    .extracting(event -> event.path("type").asText())
                    .containsSubsequence("input_audio_buffer.committed", "response.created", "response.done");
        }
    }

    @Test
    void shouldEndTheProvidersSessionWithinASecondAndBillWhatCame() {
        String key = books.newKey("");
        Ear ear = Ear.open(sluice.gateway().as(key), PATH + "voice");
        ear.ask("sim{tokens=2000,chunk-ms=20}").await("response.output_text.delta");
        ear.vanish();
        long leftAt = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        Eventually.holds(() -> assertThat(session().outcome()).isNotEqualTo(Outcome.IN_FLIGHT));
        assertThat(session().endedMicros() - leftAt).isLessThan(1_000_000);
        Eventually.holds(() -> {
            List<JsonNode> rows = books.rows(key);
            assertThat(rows).hasSize(2);
            assertThat(Books.nanos(rows)).isPositive();
        });
    }

    @Test
    void shouldTellWithWhichCodeTheProviderLeft() {
        String key = books.newKey("");
        try (Ear ear = Ear.open(sluice.gateway().as(key), PATH + "voice-breaking")) {
            JsonNode end = ear.ask("sim{tokens=200}").until("closed").getLast();
            assertThat(end.path("code").asInt()).isEqualTo(1011);
        }
        Eventually.holds(() -> assertThat(books.rows(key)).hasSize(2));
    }

    @Test
    void shouldPassLargeMessagesBothWays() {
        try (Ear ear = Ear.open(sluice.gateway(), PATH + "voice")) {
            String text = "repeat: " + "long ".repeat(200_000);
            List<JsonNode> events = ear.put(text).until("conversation.item.done");
            assertThat(events.getLast().at("/item/content/0/text").asText()).isEqualTo(text);
        }
    }

    @Test
    void shouldAnswerNonsenseItself() {
        try (Ear ear = Ear.open(sluice.gateway(), PATH + "voice")) {
            ear.say("{\"type\":\"response.cancel\",\"type\":\"response.create\"}");
            assertThat(ear.await("error").at("/error/code").asText()).isEqualTo("invalid_event");
            assertThat(ear.say(RESPOND)
                            .await("response.done")
                            .at("/response/status")
                            .asText())
                    .isEqualTo("completed");
        }
    }

    @Test
    void shouldWriteDownWhatIsSaidAndNothingElse() {
        String path = PATH + "listener-by-token&intent=transcription";
        String key = books.newKey("\"models\":[\"listener-by-token\"]");
        JsonNode made;
        try (Ear ear = Ear.open(sluice.gateway().as(key), path)) {
            ear.say("{\"type\":\"session.update\",\"session\":{\"type\":\"transcription\",\"audio\":{\"input\":{"
                    + "\"transcription\":{\"model\":\"a-dearer-one\"}}}}}");
            speak(ear);
            made = ear.await("conversation.item.input_audio_transcription.completed");
        }
        assertThat(session().query()).isEqualTo("intent=transcription");
        assertThat(made.path("transcript").asText())
                .contains("gpt-4o-transcribe")
                .doesNotContain("dearer");
        Eventually.holds(() -> {
            List<JsonNode> rows = books.rows(key);
            assertThat(rows).hasSize(2);
            assertThat(Books.nanos(rows)).isPositive();
        });
        Gateway strict = sluice.gateway().as(books.newKey("\"max_budget\":1,\"budget_mode\":\"strict\""));
        assertThat(Ear.refusal(strict, path)).isEqualTo(400);
    }

    @Test
    void shouldOpenSessionsWithAKeyForABrowserInTheNameOfItsMaker() {
        String key = books.newKey("\"models\":[\"voice\"]");
        Gateway maker = sluice.gateway().as(key);
        String secrets = "/v1/realtime/client_secrets";
        String wish = "{\"session\":{\"type\":\"realtime\",\"model\":\"voice\",\"instructions\":\"Be brief\"}}";
        String secret = maker.post(secrets, wish).ok().path("value").asText();
        assertThat(maker.post(secrets, wish.replace("voice", "gpt")).status()).isEqualTo(403);

        Gateway another = sluice.gateway(1);
        List<String> offered = List.of("realtime", "openai-insecure-api-key." + secret);
        try (Ear ear = Ear.open(another, "/v1/realtime", offered)) {
            assertThat(ear.await("session.updated").at("/session/instructions").asText())
                    .isEqualTo("Be brief");
            ear.ask("repeat: hello browser").await("response.done");
        }
        assertThat(Ear.refusal(another.as(secret), PATH + "gpt")).isBetween(400, 422);
        assertThat(session().headers().get("authorization")).isEqualTo("Bearer sk-provider");
        Eventually.holds(() -> {
            assertThat(books.rows(key)).hasSize(2);
            assertThat(Books.nanos(books.rows(key))).isPositive();
        });

        sluice.gateway().post("/key/delete", "{\"keys\":[\"" + key + "\"]}").ok();
        Eventually.holds(() ->
                assertThat(Ear.refusal(another.as(secret), "/v1/realtime")).isEqualTo(401));
    }

    /** Half a second of noise, and a pause. */
    private static void speak(Ear ear) {
        byte[] noise = new byte[SOUND_BYTES];
        java.util.Arrays.fill(noise, (byte) 7);
        for (byte[] sound : List.of(noise, new byte[SOUND_BYTES])) {
            ear.say("{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                    + Base64.getEncoder().encodeToString(sound) + "\"}");
        }
    }

    /** The last session as the provider saw it. */
    private static Entry session() {
        return Installation.PROVIDERS.journal().entries().reversed().stream()
                .filter(entry -> entry.path().endsWith("/realtime"))
                .findFirst()
                .orElseThrow();
    }
}
