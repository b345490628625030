package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryInstallation;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.LiveStream;
import io.sluice.it.harness.Parallel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@EveryShape
class LimitsTest extends EveryInstallation {

    private static final long MINUTE = 60_000;
    private static final long ROOM = 15_000;

    @Test
    void shouldLimitRequestsAMinute() {
        String key = books.newKey("\"rpm_limit\":5");
        awaitRoomInTheMinute();
        List<Answer> answers =
                Parallel.calls(20, i -> sluice.gateway(i).as(key).chat("gpt", nonces.prompt("repeat: one of many")));
        List<Answer> refused = refused(answers, 429);
        assertThat(refused).hasSize(15);
        assertThat(nonces.seen()).hasSize(5);
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.header("retry-after")).matches("[0-9]+");
            assertThat(answer.json().path("error").path("type").asText()).isEqualTo("throttling_error");
        });
    }

    @Test
    void shouldLimitTokensAMinute() {
        String key = books.newKey("\"tpm_limit\":3000");
        awaitRoomInTheMinute();
        long tokens = 0;
        int served = 0;
        Answer answer;
        do {
            ObjectNode body =
                    Gateway.body("gpt", nonces.prompt("sim{tokens=200}")).put("max_tokens", 200);
            answer = sluice.gateway(served).as(key).post("/v1/chat/completions", body);
            if (answer.status() == 200) {
                served++;
                tokens += answer.json().path("usage").path("total_tokens").asLong();
            }
        } while (answer.status() == 200 && served < 100);
        assertThat(answer.status()).as(answer.text()).isEqualTo(429);
        assertThat(tokens).isLessThanOrEqualTo(3000);
        assertThat(served).isGreaterThanOrEqualTo(5);
    }

    @Test
    void shouldLimitParallelCalls() {
        String key = books.newKey("\"max_parallel_requests\":2");
        try (LiveStream first = slow(0, key);
                LiveStream second = slow(1, key)) {
            assertThat(first.awaitChunks(1)).isTrue();
            assertThat(second.awaitChunks(1)).isTrue();
            for (Gateway gateway : sluice.gateways()) {
                Answer answer = gateway.as(key).chat("gpt", nonces.prompt("repeat: third"));
                assertThat(answer.status()).as(answer.text()).isEqualTo(429);
            }
        }
        Eventually.holds(() -> sluice.gateways()
                .forEach(gateway -> assertThat(gateway.as(key)
                                .chat("gpt", nonces.prompt("repeat: third"))
                                .status())
                        .isEqualTo(200)));
    }

    @Test
    void shouldTakeNoCallOutOfLimitsForWhatItsBodySays() {
        String key = books.newKey("\"rpm_limit\":1");
        awaitRoomInTheMinute();
        ObjectNode body = Gateway.body("gpt", nonces.prompt("repeat: hidden")).put("no-log", true);
        body.putObject("metadata").put("no-log", "true").put("user_api_key", sluice.masterKey());
        body.putObject("cache").put("no-cache", true);
        Gateway client = sluice.gateway().as(key);
        int first = client.post("/v1/chat/completions", body).status();
        int second = client.post("/v1/chat/completions", body).status();
        assertThat(List.of(first, second)).contains(429);
    }

    private LiveStream slow(int turn, String key) {
        return LiveStream.open(sluice.gateway(turn).as(key), "gpt", nonces.prompt("sim{tokens=3000,chunk-ms=20}"));
    }

    static List<Answer> refused(List<Answer> answers, int status) {
        List<Answer> refused =
                answers.stream().filter(answer -> answer.status() != 200).toList();
        assertThat(refused)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(status));
        return refused;
    }

    /** Limits count by the minute; a test that counts calls must not begin in one and end in the next. */
    private static void awaitRoomInTheMinute() {
        long left = MINUTE - System.currentTimeMillis() % MINUTE;
        if (left < ROOM) {
            Eventually.sleep(Duration.ofMillis(left + 50));
        }
    }
}
