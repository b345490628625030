package io.sluice.simulator;

import static io.sluice.simulator.Wire.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Outcome;
import io.sluice.simulator.journal.Usage;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    private Simulator simulator;
    private Wire wire;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorOptions.forTests());
        wire = new Wire(simulator);
    }

    @AfterEach
    void stop() {
        wire.close();
        simulator.close();
    }

    @Test
    void shouldFailWithTheStatusAndBodyOfTheRule() throws Exception {
        HttpResponse<String> put = wire.send("PUT", "/sim/rules", """
                [{"match":{"path":"/s/a/","model":"gpt-*","key":"sk-test"},"times":2,
                  "action":{"status":503,"retry-after":9,"body":{"down":true}}}]""");
        assertThat(put.statusCode()).isEqualTo(200);
        String[] key = {"authorization", "Bearer sk-test"};
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> refused =
                    wire.send("POST", "/s/a/v1/chat/completions", chat("gpt-4o", "hi", false), key);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).contains("9");
            assertThat(refused.body()).isEqualTo("{\"down\":true}");
        }
        assertThat(wire.send("POST", "/s/b/v1/chat/completions", chat("gpt-4o", "hi", false), key)
                        .statusCode())
                .isEqualTo(200);
        assertThat(wire.send("POST", "/s/a/v1/chat/completions", chat("gpt-4o", "hi", false), key)
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"action\":{\"statsu\":500}}]", "{}", "[{\"match\":{\"modle\":\"x\"},\"action\":{}}]"})
    void shouldRefuseRulesThatItDoesNotKnow(String rules) throws Exception {
        assertThat(wire.send("PUT", "/sim/rules", rules).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldRefuseAnUnknownDirectiveInsteadOfIgnoringIt() throws Exception {
        assertThat(wire.chat(chat("gpt-4o~satus=500", "hi", false)).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"true, reset-before", "false, reset-before", "true, reset-after", "true, reset-mid", "false, reset-mid"
    })
    void shouldResetTheConnection(boolean stream, String fault) throws Exception {
        try (Socket socket = wire.open(chat("gpt-4o~fault=" + fault, "hi", stream))) {
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
        assertThat(ended().outcome()).isEqualTo(Outcome.FAULTED);
        assertThat(only().fault()).isEqualTo(fault);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTruncateTheBodyAtTheByte(boolean stream) throws Exception {
        try (Socket socket = wire.open(chat("gpt-4o~fault=truncate~at=100", "hi", stream))) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(stream ? body.replaceFirst("^\\w+\r\n", "").stripTrailing() : body)
                    .hasSize(100);
            assertThat(body).doesNotContain("0\r\n\r\n");
        }
        assertThat(only().bytesSent()).isEqualTo(100);
    }

    @Test
    void shouldSendWhatNoClientExpects() throws Exception {
        assertThat(wire.chat(chat("gpt-4o~fault=html", "hi", true)).body()).contains("<html>");
        assertThat(wire.chat(chat("gpt-4o~fault=empty", "hi", true)).body()).isEmpty();
        assertThat(wire.chat(chat("gpt-4o~fault=garbage", "hi", false)).body()).doesNotEndWith("}");
        assertThat(wire.chat(chat("gpt-4o~fault=double-done", "hi", true)).body())
                .endsWith("data: [DONE]\n\ndata: [DONE]\n\n");
        assertThat(wire.chat(chat("gpt-4o~fault=error-event~at=3", "hi", true)).body())
                .contains("\"error\":{")
                .doesNotContain("[DONE]");
    }

    @ParameterizedTest
    @CsvSource({"zero, 0, 0", "negative, -1, -5", "huge, 1000000000, 5000000000"})
    void shouldLieAboutUsageAndBillTheTruth(String lie, long prompt, long completion) throws Exception {
        wire.chat(chat("gpt-4o~tokens=5~usage=" + lie, "hi", false));
        assertThat(only().usage()).isEqualTo(new Usage(prompt, completion));
        assertThat(only().billed()).isEqualTo(new Usage(1, 5));
    }

    @Test
    void shouldBillHiddenUsage() throws Exception {
        assertThat(wire.chat(chat("gpt-4o~tokens=5~usage=missing", "hi", false)).body())
                .doesNotContain("\"usage\":");
        assertThat(only().usage()).isNull();
        assertThat(only().billed()).isEqualTo(new Usage(1, 5));
    }

    @Test
    void shouldNoticeAClientThatLeavesAStreamAndBillWhatItGot() throws Exception {
        try (Socket socket = wire.open(chat("gpt-4o", "nonce:gone-1 sim{tokens=100000,chunk-ms=5}", true))) {
            assertThat(socket.getInputStream().read()).isPositive();
        }
        Entry entry = ended();
        assertThat(entry.outcome()).isEqualTo(Outcome.ABORTED_BY_CLIENT);
        assertThat(entry.nonce()).isEqualTo("gone-1");
        assertThat(entry.endedMicros()).isGreaterThanOrEqualTo(entry.arrivedMicros());
        assertThat(entry.billed().completion()).isLessThan(100_000);
        assertThat(simulator.journal().summary().inFlight()).isZero();
    }

    @Test
    void shouldNeverAnswerAStalledCallAndNoticeThatItsClientLeft() throws Exception {
        try (Socket socket = wire.open(chat("gpt-4o~fault=stall", "hi", true))) {
            while (simulator.journal().summary().inFlight() == 0) {
                Thread.sleep(5);
            }
            assertThat(socket.getInputStream().available()).isZero();
            assertThat(only().outcome()).isEqualTo(Outcome.IN_FLIGHT);
        }
        assertThat(ended().outcome()).isEqualTo(Outcome.ABORTED_BY_CLIENT);
    }

    @Test
    void shouldNotProduceFasterThanTheClientReads() throws Exception {
        try (Socket socket = wire.open(chat("gpt-4o", "sim{tokens=2000000}", true))) {
            assertThat(socket.getInputStream().read()).isPositive();
            Thread.sleep(300);
            assertThat(only().outcome()).isEqualTo(Outcome.IN_FLIGHT);
            assertThat(only().billed().completion()).isLessThan(1_000_000);
        }
        assertThat(ended().outcome()).isEqualTo(Outcome.ABORTED_BY_CLIENT);
    }

    @Test
    void shouldDripOneByteAtATime() throws Exception {
        assertThat(wire.chat(chat("gpt-4o~fault=slow-loris~interval-ms=1", "repeat: slow", false))
                        .body())
                .contains("\"slow\"");
        assertThat(wire.chat(chat("gpt-4o~fault=slow-loris~interval-ms=1~chunk=100", "repeat: slow", true))
                        .body())
                .endsWith("[DONE]\n\n");
    }

    private Entry only() {
        return simulator.journal().entries().getLast();
    }

    private Entry ended() throws InterruptedException, IOException {
        while (only().outcome() == Outcome.IN_FLIGHT) {
            Thread.sleep(5);
        }
        return only();
    }
}
