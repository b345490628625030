package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryInstallation;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Parallel;
import io.sluice.it.harness.Sounds;
import io.sluice.simulator.journal.Entry;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The promise about money for calls that are no conversation: a strict budget holds for vectors and for images. */
@EveryShape
class OtherEndpointsMoneyTest extends EveryInstallation {

    private static final int CALLS = 200;
    private static final int OVER_BUDGET = 422;
    private static final long CENT = 10_000_000;

    /** OpenAI's price of text-embedding-3-small: $0.02 a million tokens. */
    private static final long NANOS_A_TOKEN = 20;

    /** OpenAI's price of a token of an image of gpt-image-1: $40 a million; and of its text, $5. */
    private static final long NANOS_AN_IMAGE_TOKEN = 40_000;

    private static final long NANOS_A_TEXT_TOKEN = 5_000;

    /** OpenAI's price of tts-1: $15 a million characters; of whisper-1 and of gpt-4o-mini-tts: $0.006 and $0.015 a minute. */
    private static final long NANOS_A_CHARACTER = 15_000;

    private static final long NANOS_A_SECOND = 100_000;
    private static final long NANOS_A_SECOND_OF_SPEECH = 250_000;

    @Test
    void shouldHoldAStrictBudgetForVectors() {
        String text = "many words to be embedded ".repeat(200);
        expectTheBudgetToHold(
                "/v1/embeddings",
                "vectors",
                2_000_000,
                i -> body("vectors", "input", text),
                entry -> entry.billed().prompt() * NANOS_A_TOKEN);
    }

    @Test
    void shouldHoldAStrictBudgetForImages() {
        expectTheBudgetToHold(
                "/v1/images/generations",
                "painter",
                20 * CENT,
                i -> body("painter", "prompt", "a lake").put("n", 1 + i % 3),
                entry -> entry.billed().units().images() * CENT);
    }

    @Test
    void shouldHoldAStrictBudgetForImagesThatAreChargedByTheToken() {
        expectTheBudgetToHold(
                "/v1/images/generations",
                "token-painter",
                300 * CENT,
                i -> body("token-painter", "prompt", "a lake").put("quality", "high"),
                entry -> entry.billed().completion() * NANOS_AN_IMAGE_TOKEN
                        + entry.billed().prompt() * NANOS_A_TEXT_TOKEN);
    }

    @Test
    void shouldHoldAStrictBudgetForSpeech() {
        String text = "many words to be said ".repeat(20);
        expectTheBudgetToHold(
                "/v1/audio/speech",
                "speaker",
                30 * CENT,
                i -> body("speaker", "input", text).put("voice", "alloy"),
                entry -> Math.round(entry.billed().units().characters()) * NANOS_A_CHARACTER);
    }

    @Test
    void shouldHoldAStrictBudgetForSoundThatIsHeard() {
        byte[] sound = Sounds.wave(2);
        expectTheBudgetToHold(
                "listener",
                CENT,
                (i, key) -> {
                    ObjectNode marked = body("listener", "prompt", "names");
                    return sluice.gateway(i)
                            .as(key)
                            .form(
                                    i % 2 == 0 ? "/v1/audio/transcriptions" : "/audio/translations",
                                    Map.of(
                                            "model", "listener",
                                            "prompt", marked.path("prompt").asText(),
                                            "user", marked.path("user").asText()),
                                    "file",
                                    "a.wav",
                                    sound);
                },
                entry -> Math.round(Math.ceil(entry.billed().units().seconds())) * NANOS_A_SECOND);
    }

    @Test
    void shouldEstimateSpeechThatIsPricedByItsTime() {
        String key = books.newKey("\"max_budget\":1.0,\"budget_mode\":\"strict\"");
        Answer answer = sluice.gateway()
                .as(key)
                .post(
                        "/v1/audio/speech",
                        body("speaker-by-time", "input", "a few words").put("voice", "alloy"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("audio/mpeg");
        Eventually.holds(() -> assertThat(books.rows(key)).hasSize(1));
        JsonNode row = books.rows(key).getFirst();
        double seconds = nonces.seen().getFirst().billed().units().seconds();
        assertThat(Books.nanos(List.of(row)))
                .isCloseTo(Math.round(seconds * NANOS_A_SECOND_OF_SPEECH), Percentage.withPercentage(15));
    }

    @Test
    void shouldBreakOffSoundThatBreaksOff() {
        String key = books.newKey("\"models\":[\"speaker\"]");
        ObjectNode broken = body("speaker", "input", "sim{fault=reset-mid,at=1} " + "many words ".repeat(100))
                .put("voice", "alloy");
        assertThatThrownBy(() -> sluice.gateway().as(key).post("/v1/audio/speech", broken))
                .isInstanceOf(UncheckedIOException.class);
        Eventually.holds(() -> assertThat(books.rows(key)).isNotEmpty());
        assertThat(Books.nanos(books.rows(key))).isPositive();
    }

    @Test
    void shouldRefuseSoundWithoutAPriceUnderAStrictBudget() {
        String key = books.newKey("\"max_budget\":1.0,\"budget_mode\":\"strict\"");
        Gateway gateway = sluice.gateway().as(key);
        for (String model : List.of("priced", "unpriced", "speaker")) {
            Answer answer =
                    gateway.form("/v1/audio/transcriptions", Map.of("model", model), "file", "a.wav", Sounds.wave(1));
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.error()).contains("no known price");
        }
        Answer answer = gateway.post("/v1/audio/speech", body("listener", "input", "a"));
        assertThat(answer.error()).contains("no known price");
        assertThat(nonces.seen()).isEmpty();
    }

    private interface Calls {
        Answer of(int turn, String key);
    }

    private interface Bodies {
        ObjectNode of(int turn);
    }

    private void expectTheBudgetToHold(
            String path, String model, long budgetNanos, Bodies bodies, ToLongFunction<Entry> cost) {
        expectTheBudgetToHold(
                model, budgetNanos, (i, key) -> sluice.gateway(i).as(key).post(path, bodies.of(i)), cost);
    }

    private void expectTheBudgetToHold(String model, long budgetNanos, Calls calls, ToLongFunction<Entry> cost) {
        String key = books.newKey(
                "\"max_budget\":" + budgetNanos / 1e9 + ",\"budget_mode\":\"strict\",\"models\":[\"" + model + "\"]");
        List<Answer> answers = Parallel.calls(CALLS, i -> calls.of(i, key));
        int served = CALLS - LimitsTest.refused(answers, OVER_BUDGET).size();

        assertThat(served).isBetween(1, CALLS - 1);
        List<Entry> seen = nonces.seen();
        assertThat(seen).hasSize(served);
        long spent = seen.stream().mapToLong(cost).sum();
        assertThat(spent).isBetween(1L, budgetNanos);
        Eventually.holds(() -> assertThat(books.rows(key)).hasSize(served));
        List<JsonNode> rows = books.rows(key);
        assertThat(rows)
                .extracting(row -> row.path("end_user").asText())
                .containsExactlyInAnyOrderElementsOf(
                        seen.stream().map(Entry::nonce).toList());
        assertThat(Books.nanos(rows)).isEqualTo(spent);
    }

    @Test
    void shouldRefuseImagesWithoutAPriceUnderAStrictBudget() {
        String key = books.newKey("\"max_budget\":1.0,\"budget_mode\":\"strict\"");
        for (String model : List.of("unpriced-painter", "priced", "unpriced")) {
            Answer answer = sluice.gateway().as(key).post("/v1/images/generations", body(model, "prompt", "a lake"));
            assertThat(answer.status()).as("%s: %s", model, answer.text()).isEqualTo(400);
            assertThat(answer.error()).contains("no known price");
        }
        assertThat(nonces.seen()).isEmpty();
    }

    private ObjectNode body(String model, String member, String text) {
        String marked = nonces.prompt(text);
        String nonce = marked.substring("nonce:".length(), marked.indexOf(' '));
        return JsonNodeFactory.instance
                .objectNode()
                .put("model", model)
                .put(member, marked)
                .put("user", nonce);
    }
}
