package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.usage.Certainty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineFailureTest {

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldRetryTwiceByDefaultAndTellOfEachAttempt() {
        Upstream upstream = fixture.upstream(
                Upstream.error(500, "boom", "retry-after-ms: 1"),
                Upstream.error(429, "slow down", "retry-after-ms: 1"),
                Upstream.ok("Hello"));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), ""));

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isEqualTo(200);
        assertThat(call.outcome().attempts()).extracting(Attempt::status).containsExactly(500, 429, 200);
        assertThat(call.outcome().attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
        assertThat(call.outcome().attempts())
                .extracting(Attempt::certainty)
                .containsExactly(Certainty.NONE, Certainty.NONE, Certainty.EXACT);
        assertThat(call.announced).isEqualTo(call.outcome().attempts().subList(0, 2));
        assertThat(call.answerHead().headers()).containsEntry("x-litellm-attempted-retries", "2");
    }

    @Test
    void shouldPassTheProvidersWaitOnWhenRetriesAreSpent() {
        Upstream upstream = fixture.upstream(Upstream.error(429, "slow down", "retry-after: 7"));
        fixture.configure(EngineFixture.single("g", upstream, ""));

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isEqualTo(429);
        assertThat(call.answerHead().headers())
                .containsEntry("retry-after", "7")
                .containsEntry("llm_provider-retry-after", "7");
        assertThat(call.text())
                .contains("litellm.RateLimitError: OpenAIException - slow down")
                .contains("LiteLLM: model group 'g' failed with the error above. No fallback was attempted.")
                .contains("\"type\":\"throttling_error\"")
                .contains("\"code\":\"429\"");
    }

    @Test
    void shouldWaitAsLongAsTheProviderAsks() {
        Upstream upstream = fixture.upstream(Upstream.error(429, "slow down", "retry-after: 1"), Upstream.ok("Hello"));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), ""));

        long start = System.nanoTime();
        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(990_000_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 422})
    void shouldNotRetryWhatCannotGetBetter(int status) {
        Upstream upstream = fixture.upstream(Upstream.error(status, "no"), Upstream.ok("Hello"));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), ""));

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isEqualTo(status);
        assertThat(upstream.requests()).hasSize(1);
        assertThat(call.answerHead().headers()).containsEntry("x-should-retry", "false");
        assertThat(call.attempt(1).certainty()).isEqualTo(Certainty.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 408, 409, 500, 502, 503, 529})
    void shouldRetryWhatMayGetBetter(int status) {
        Upstream upstream = fixture.upstream(Upstream.error(status, "no", "retry-after-ms: 1"), Upstream.ok("Hello"));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), ""));

        assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void shouldHeedTheRequestsOwnNumberOfRetries() {
        Upstream upstream = fixture.upstream(Upstream.error(500, "boom", "retry-after-ms: 1"));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), ""));

        fixture.call(EngineFixture.CHAT.formatted("g"), Long.MAX_VALUE, Map.of("x-litellm-num-retries", "1"), c -> {})
                .outcome();

        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void shouldBillNothingWhenTheConnectionIsRefused() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        fixture.configure(
                EngineFixture.deployment("g", "http://127.0.0.1:" + port, "") + "router_settings: {num_retries: 0}");

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isEqualTo(500);
        assertThat(call.attempt(1).certainty()).isEqualTo(Certainty.NONE);
        assertThat(call.attempt(1).errorClass()).isEqualTo("APIConnectionError");
    }

    @Test
    void shouldGiveUpAConnectionThatIsNeverMade() throws IOException {
        // a listener whose queue is full: Linux drops further SYNs
        try (ServerSocket hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> fill = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                fill.add(socket);
                try {
                    socket.connect(new InetSocketAddress(hole.getInetAddress(), hole.getLocalPort()), 200);
                } catch (IOException full) {
                    break;
                }
            }
            fixture.configure(EngineFixture.deployment("g", "http://127.0.0.1:" + hole.getLocalPort(), "")
                    + "router_settings: {num_retries: 0}");

            Recorded call = fixture.chat("g");

            assertThat(call.outcome().status()).isEqualTo(500);
            assertThat(call.attempt(1).certainty()).isEqualTo(Certainty.NONE);
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    @Test
    void shouldSettleAtTheBoundWhenTheProviderNeverAnswers() {
        Upstream upstream = fixture.upstream((socket, request) -> {});
        fixture.configure(EngineFixture.single("g", upstream, ", timeout: 0.3, max_tokens: 10"));

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isEqualTo(408);
        Attempt attempt = call.attempt(1);
        assertThat(attempt.certainty()).isEqualTo(Certainty.UPPER_BOUND);
        assertThat(attempt.cost()).isEqualTo(attempt.upperBound());
        assertThat(attempt.cost().nanos()).isPositive();
        Recorded.await(upstream.closedByPeer());
    }

    @Test
    void shouldEndTheWholeCallAtItsDeadline() {
        Upstream upstream = fixture.upstream((socket, request) -> {});
        Upstream other = fixture.upstream(Upstream.ok("Hello"));
        fixture.configure("model_list:\n" + EngineFixture.entry("g", upstream.url(), "")
                + EngineFixture.entry("other", other.url(), "") + "router_settings: {fallbacks: [{g: [other]}]}");

        Recorded call = fixture.withDeadline(EngineFixture.CHAT.formatted("g"), 300);

        assertThat(call.outcome().status()).isEqualTo(408);
        assertThat(other.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"router_settings: {timeout: 2}", ""})
    void shouldLetAStreamThatHasBegunTakeLongerThanItsTimeLimit(String settings) {
        String own = settings.isEmpty() ? "\"timeout\":2," : "";
        Upstream upstream = fixture.upstream((socket, request) -> {
            socket.write(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.delta("slow")));
            fixture.vertx.setTimer(
                    3_500,
                    ignored -> socket.write(Upstream.chunk(
                                    Upstream.delta(" but there") + Upstream.FINISH + Upstream.USAGE + Upstream.DONE)
                            + "0\r\n\r\n"));
        });
        fixture.configure(EngineFixture.deployment("g", upstream.url(), "") + settings);

        Recorded call = fixture.chat(
                EngineFixture.STREAM.formatted("g").replace("{\"model\"", "{" + own + "\"model\""),
                EngineFixture.ADMIN);

        assertThat(call.text())
                .contains("slow")
                .contains(" but there")
                .contains("[DONE]")
                .doesNotContain("\"error\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-litellm-stream-timeout", "body"})
    void shouldEndAStreamThatHasNotBegunWithinItsOwnTimeLimit(String place) {
        Upstream upstream = fixture.upstream((socket, request) -> {});
        fixture.configure(EngineFixture.deployment("g", upstream.url(), "") + "router_settings: {num_retries: 0}");
        boolean inBody = place.equals("body");
        String own = inBody ? "\"stream_timeout\":0.3,\"timeout\":60," : "\"timeout\":60,";

        Recorded call = fixture.call(
                EngineFixture.STREAM.formatted("g").replace("{\"model\"", "{" + own + "\"model\""),
                Long.MAX_VALUE,
                inBody ? Map.of() : Map.of(place, "0.3"),
                ignored -> {});

        assertThat(call.outcome().status()).isEqualTo(408);
    }

    @Test
    void shouldEndAStreamThatStalls() {
        Upstream upstream =
                fixture.upstream(Upstream.raw(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.delta("Hel"))));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), "")
                + "router_settings: {num_retries: 0, stream_idle_timeout: 0.3}");

        Recorded call = fixture.stream("g");

        assertThat(call.text()).contains("Hel").contains("\"error\"").doesNotContain("[DONE]");
        assertThat(call.outcome().errorType()).isEqualTo("Timeout");
        assertThat(call.attempt(1).certainty()).isEqualTo(Certainty.ESTIMATED);
        Recorded.await(upstream.closedByPeer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nnot json!",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"choices\":[",
                "garbage that is not HTTP\r\n\r\n",
                ""
            })
    void shouldFailClearlyOnGarbage(String answer) {
        Upstream upstream = fixture.upstream(Upstream.rawThenClose(answer));
        fixture.configure(EngineFixture.single("g", upstream, ""));

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isGreaterThanOrEqualTo(500);
        assertThat(call.text()).startsWith("{\"error\":{\"message\":\"litellm.");
        assertThat(call.attempt(1).certainty()).isEqualTo(Certainty.UPPER_BOUND);
    }

    @Test
    void shouldNeverSayDoneWhenAChunkedStreamIsCutAnywhere() {
        String whole = Upstream.STREAM_HEAD + Upstream.chunk(Upstream.WHOLE_STREAM) + "0\r\n\r\n";
        int doneAt = whole.indexOf("[DONE]") + "[DONE]\n".length();
        for (int cut = 0; cut < doneAt; cut += 7) {
            assertCut(whole.substring(0, cut), cut);
        }
    }

    @Test
    void shouldNeverSayDoneWhenAStreamThatEndsByClosingIsCutBeforeItsFinish() {
        String whole = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
                + Upstream.WHOLE_STREAM;
        int finishAt = whole.indexOf("\"finish_reason\":\"stop\"");
        for (int cut = 0; cut < finishAt; cut += 11) {
            assertCut(whole.substring(0, cut), cut);
        }
    }

    private void assertCut(String bytes, int cut) {
        try (Upstream upstream = fixture.upstream(Upstream.rawThenClose(bytes))) {
            fixture.configure(EngineFixture.single("g", upstream, ""));
            Recorded call = fixture.stream("g");

            assertThat(call.text()).as("cut at %d", cut).contains("\"error\"").doesNotContain("[DONE]");
            assertThat(call.outcome().errorType()).as("cut at %d", cut).isNotNull();
            boolean contentCame = call.text().contains("Hel");
            assertThat(call.answerHead().status() == 200).as("cut at %d", cut).isEqualTo(contentCame);
            Attempt attempt = call.attempt(1);
            assertThat(attempt.cost().nanos()).as("cut at %d", cut).isPositive();
            if (contentCame) {
                assertThat(attempt.certainty()).as("cut at %d", cut).isIn(Certainty.ESTIMATED, Certainty.EXACT);
            }
        }
    }

    @Test
    void shouldGiveTheSameAnswerHoweverAStreamIsCutIntoPieces() {
        byte[] whole = (Upstream.STREAM_HEAD + Upstream.chunk(Upstream.WHOLE_STREAM) + "0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        String expected = null;
        for (int size : new int[] {1, 2, 3, 5, 17, 64, 1_000}) {
            try (Upstream upstream = fixture.upstream((socket, request) -> {
                for (int at = 0; at < whole.length; at += size) {
                    socket.write(io.vertx.core.buffer.Buffer.buffer()
                            .appendBytes(whole, at, Math.min(size, whole.length - at)));
                }
            })) {
                fixture.configure(EngineFixture.single("g", upstream, ""));
                String text = fixture.stream("g").text();
                if (expected == null) {
                    expected = text;
                }
                assertThat(text).isEqualTo(expected).endsWith("data: [DONE]\n\n");
            }
        }
    }

    @Test
    void shouldNotFollowARedirect() {
        Upstream other = fixture.upstream(Upstream.ok("stolen"));
        Upstream upstream = fixture.upstream(Upstream.json(307, "", "location: " + other.url()));
        fixture.configure(EngineFixture.single("g", upstream, ""));

        assertThat(fixture.chat("g").outcome().status()).isGreaterThanOrEqualTo(500);
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void shouldNotHangOnAKeyThatNoHeaderCanCarry() {
        Upstream upstream = fixture.upstream(Upstream.ok("Hello"));
        fixture.configure(
                EngineFixture.single("g", upstream, "").replace("api_key: sk-provider", "api_key: \"sk-a\\nb\""));

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isEqualTo(500);
        assertThat(call.text()).doesNotContain("sk-a");
        assertThat(call.attempt(1).certainty()).isEqualTo(Certainty.NONE);
    }

    @Test
    void shouldNotTellTheProvidersKeyInAnError() {
        Upstream upstream = fixture.upstream(Upstream.error(401, "Incorrect API key provided: sk-provider."));
        fixture.configure(EngineFixture.single("g", upstream, ""));

        assertThat(fixture.chat("g").text()).contains("Incorrect API key").doesNotContain("sk-provider");
    }

    @Test
    void shouldNotTellTheProvidersKeyWhateverTheProviderSpeaks() {
        Upstream upstream = fixture.upstream(Upstream.json(200, "{\"error\":\"no model for sk-provider\"}"));
        fixture.configure(EngineFixture.single("g", upstream, "").replace("openai/gpt-4o", "ollama_chat/llama"));

        assertThat(fixture.chat("g").text()).contains("no model for").doesNotContain("sk-provider");
    }

    @ParameterizedTest
    @CsvSource({"gemini/gemini-2.5-flash, 500", "openai/gpt-4o, 502"})
    void shouldTellAnErrorUnderTheStatusThatTheProvidersFileGivesIt(String model, int told) {
        Upstream upstream = fixture.upstream(Upstream.error(502, "bad gateway"));
        fixture.configure(EngineFixture.single("g", upstream, "").replace("openai/gpt-4o", model));

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isEqualTo(told);
        assertThat(call.text()).contains("bad gateway").contains("\"code\":\"" + told + "\"");
        assertThat(call.attempt(1).status())
                .as("the ledger has the provider's own")
                .isEqualTo(502);
    }

    @ParameterizedTest
    @CsvSource({"azure/gpt-4o, invalid_request_error", "openai/gpt-4o, some_error"})
    void shouldLeaveTheProvidersTypeOutWhereItsFileSaysSo(String model, String type) {
        Upstream upstream = fixture.upstream(Upstream.error(422, "no"));
        fixture.configure(EngineFixture.single("g", upstream, "").replace("openai/gpt-4o", model));

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().status()).isEqualTo(422);
        assertThat(call.text()).contains("\"type\":\"" + type + "\"");
    }
}
