package io.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.simulator.faults.Rule;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault works at every provider. */
class PeerFaultsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CHAT = "\"messages\":[{\"role\":\"user\",\"content\":\"repeat: hello you\"}]";
    private static final String BLOCKS =
            "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"repeat: hello you\"}]}]";
    private static final String CONTENTS = "{\"contents\":[{\"parts\":[{\"text\":\"repeat: hello you\"}]}]}";

    /** A call of each provider, whole and streamed; M stands for the model. An empty one is not to be had. */
    enum Peer {
        OPENAI_RESPONSES(
                "/v1/responses",
                "{\"model\":\"M\",\"input\":\"repeat: hello you\"}",
                "/v1/responses",
                "{\"model\":\"M\",\"input\":\"repeat: hello you\",\"stream\":true}",
                "error"),
        OPENAI_COMPLETIONS(
                "/v1/completions",
                "{\"model\":\"M\",\"prompt\":\"repeat: hello you\"}",
                "/v1/completions",
                "{\"model\":\"M\",\"prompt\":\"repeat: hello you\",\"stream\":true}",
                "error"),
        OPENAI_IMAGES("/v1/images/generations", "{\"model\":\"M\",\"prompt\":\"x\"}", "", "", "error"),
        AZURE(
                "/openai/deployments/M/chat/completions?api-version=1",
                "{" + CHAT + "}",
                "/openai/deployments/M/chat/completions?api-version=1",
                "{" + CHAT + ",\"stream\":true}",
                "error"),
        GEMINI(
                "/v1beta/models/M:generateContent",
                CONTENTS,
                "/v1beta/models/M:streamGenerateContent?alt=sse",
                CONTENTS,
                "error"),
        VERTEX(
                "/v1/projects/p/locations/l/publishers/google/models/M:generateContent",
                CONTENTS,
                "/v1/projects/p/locations/l/publishers/google/models/M:streamGenerateContent?alt=sse",
                CONTENTS,
                "error"),
        VERTEX_CLAUDE(
                "/v1/projects/p/locations/l/publishers/anthropic/models/M:rawPredict",
                "{\"anthropic_version\":\"v\",\"max_tokens\":50," + CHAT + "}",
                "/v1/projects/p/locations/l/publishers/anthropic/models/M:streamRawPredict",
                "{\"anthropic_version\":\"v\",\"max_tokens\":50," + CHAT + "}",
                "error"),
        BEDROCK("/model/M/converse", "{" + BLOCKS + "}", "/model/M/converse-stream", "{" + BLOCKS + "}", "message"),
        BEDROCK_LLAMA(
                "/model/meta.llama3M/invoke",
                "{\"prompt\":\"repeat: hello you\"}",
                "/model/meta.llama3M/invoke-with-response-stream",
                "{\"prompt\":\"repeat: hello you\"}",
                "message"),
        COHERE(
                "/v2/chat",
                "{\"model\":\"M\"," + CHAT + "}",
                "/v2/chat",
                "{\"model\":\"M\"," + CHAT + ",\"stream\":true}",
                "message"),
        COHERE_RERANK("/v2/rerank", "{\"model\":\"M\",\"query\":\"q\",\"documents\":[\"a\"]}", "", "", "message"),
        MISTRAL(
                "/mistral/v1/chat/completions",
                "{\"model\":\"M\"," + CHAT + "}",
                "/mistral/v1/chat/completions",
                "{\"model\":\"M\"," + CHAT + ",\"stream\":true}",
                "message"),
        TGI(
                "/huggingface/models/M",
                "{\"inputs\":\"repeat: hello you\"}",
                "/huggingface/models/M",
                "{\"inputs\":\"repeat: hello you\",\"stream\":true}",
                "error_type"),
        REPLICATE("/v1/models/M/predictions", "{\"input\":{\"prompt\":\"repeat: hello you\"}}", "", "", "detail"),
        AI21(
                "/studio/v1/chat/completions",
                "{\"model\":\"M\"," + CHAT + "}",
                "/studio/v1/chat/completions",
                "{\"model\":\"M\"," + CHAT + ",\"stream\":true}",
                "detail"),
        WATSONX(
                "/ml/v1/text/chat?version=1",
                "{\"model_id\":\"M\"," + CHAT + "}",
                "/ml/v1/text/chat_stream?version=1",
                "{\"model_id\":\"M\"," + CHAT + "}",
                "errors"),
        VOYAGE("/voyage/v1/embeddings", "{\"model\":\"M\",\"input\":\"a\"}", "", "", "detail"),
        JINA("/jina/v1/embeddings", "{\"model\":\"M\",\"input\":\"a\"}", "", "", "detail"),
        DEEPGRAM("/v1/listen?model=M", "{\"url\":\"http://x\"}", "", "", "err_msg"),
        ALEPH_ALPHA(
                "/complete",
                "{\"model\":\"M\",\"prompt\":\"repeat: hello you\"}",
                "/complete",
                "{\"model\":\"M\",\"prompt\":\"repeat: hello you\",\"stream\":true}",
                "code"),
        DATABRICKS(
                "/serving-endpoints/M/invocations",
                "{" + CHAT + "}",
                "/serving-endpoints/M/invocations",
                "{" + CHAT + ",\"stream\":true}",
                "error_code"),
        SNOWFLAKE(
                "/api/v2/cortex/inference:complete",
                "{\"model\":\"M\"," + CHAT + ",\"stream\":false}",
                "/api/v2/cortex/inference:complete",
                "{\"model\":\"M\"," + CHAT + "}",
                "error_code"),
        CLOUDFLARE(
                "/accounts/a/ai/run/M",
                "{" + CHAT + "}",
                "/accounts/a/ai/run/M",
                "{" + CHAT + ",\"stream\":true}",
                "errors");

        private final String path;
        private final String body;
        private final String streamPath;
        private final String streamBody;
        private final String errorMember;

        Peer(String path, String body, String streamPath, String streamBody, String errorMember) {
            this.path = path;
            this.body = body;
            this.streamPath = streamPath;
            this.streamBody = streamBody;
            this.errorMember = errorMember;
        }

        boolean streams() {
            return !streamPath.isEmpty();
        }
    }

    private static Simulator simulator;
    private static Wire wire;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorOptions.forTests());
        wire = new Wire(simulator);
    }

    @AfterAll
    static void stop() {
        wire.close();
        simulator.close();
    }

    @AfterEach
    void forget() {
        simulator.control().replace(List.of());
        simulator.journal().clear();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseInItsOwnFormWhenTheModelsNameSaysSo(Peer peer) throws Exception {
        HttpResponse<String> refused = call(peer, "m~status=429~retry-after=7");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).contains("7");
        assertThat(MAPPER.readTree(refused.body()).has(peer.errorMember))
                .as(refused.body())
                .isTrue();
        assertThat(only().fault()).isEqualTo("status-429");
    }

    @ParameterizedTest
    @EnumSource
    void shouldFailByRuleAndThenAnswer(Peer peer) throws Exception {
        simulator
                .control()
                .replace(List.of(new Rule(null, "*", null, Set.of(), 1, Map.of("status", "503", "body", "down"))));
        assertThat(call(peer, "m").body()).isEqualTo("down");
        HttpResponse<String> answer = call(peer, "m");
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        assertThat(MAPPER.readTree(answer.body()).isContainerNode()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendGarbage(Peer peer) throws Exception {
        HttpResponse<String> answer = call(peer, "m", "x-sim-fault", "garbage");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> MAPPER.readTree(answer.body())).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBreakOffInTheMiddle(Peer peer) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            if (!stream || peer.streams()) {
                try (Socket socket = open(peer, stream, "x-sim-fault: truncate\r\nx-sim-at: 30\r\n")) {
                    socket.getInputStream().readAllBytes();
                }
                assertThat(ended().outcome()).isEqualTo(Outcome.FAULTED);
                assertThat(only().bytesSent()).isEqualTo(30);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldResetAndStall(Peer peer) throws Exception {
        try (Socket socket = open(peer, false, "x-sim-fault: reset-before\r\n")) {
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
        if (peer.streams()) {
            try (Socket socket = open(peer, true, "x-sim-fault: reset-mid\r\n")) {
                assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
            }
        }
        try (Socket socket = open(peer, peer.streams(), "x-sim-fault: stall\r\n")) {
            while (!"stall".equals(only().fault())) {
                Thread.sleep(2);
            }
            assertThat(socket.getInputStream().available()).isZero();
            assertThat(only().outcome()).isEqualTo(Outcome.IN_FLIGHT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDripTheSameBytes(Peer peer) throws Exception {
        HttpResponse<String> slow = call(peer, "m", "x-sim-fault", "slow-loris", "x-sim-interval-ms", "0");
        assertThat(slow.body()).hasSameSizeAs(call(peer, "m").body());
    }

    @ParameterizedTest
    @EnumSource
    void shouldBillWhatItHides(Peer peer) throws Exception {
        String[] thinking = {"x-sim-reasoning", "5"};
        call(peer, "m", "x-sim-usage", "missing", "x-sim-reasoning", "5");
        assertThat(only().usage()).isNull();
        Entry hidden = only();
        call(peer, "m", thinking);
        assertThat(hidden.billed()).isEqualTo(only().billed());
        if (peer.streams()) {
            send(peer.streamPath, peer.streamBody, "m", thinking);
            assertThat(only().billed()).isEqualTo(hidden.billed());
            assertThat(only().stream()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayInAStreamThatItFailed(Peer peer) throws Exception {
        if (peer.streams()) {
            HttpResponse<String> broken =
                    send(peer.streamPath, peer.streamBody, "m", "x-sim-fault", "error-event", "x-sim-at", "2");
            assertThat(broken.statusCode()).isEqualTo(200);
            assertThat(broken.body()).containsPattern("(?i)error|exception").doesNotContain("[DONE]");
        }
    }

    private static HttpResponse<String> call(Peer peer, String model, String... headers) throws Exception {
        return send(peer.path, peer.body, model, headers);
    }

    private static HttpResponse<String> send(String path, String body, String model, String... headers)
            throws Exception {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 4, headers.length);
        all[0] = "authorization";
        all[1] = "Bearer ya29.test";
        all[2] = "content-type";
        all[3] = "application/json";
        return wire.send("POST", named(path, model), named(body, model), all);
    }

    private static Socket open(Peer peer, boolean stream, String headers) throws IOException {
        String body = named(stream ? peer.streamBody : peer.body, "m");
        Socket socket = new Socket("127.0.0.1", simulator.port());
        String head = "POST " + named(stream ? peer.streamPath : peer.path, "m")
                + " HTTP/1.1\r\nhost: sim\r\nauthorization: Bearer ya29.test\r\ncontent-type: application/json\r\n"
                + headers
                + "content-length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String named(String template, String model) {
        return template.replaceAll("\\bM\\b|(?<=llama3)M", model);
    }

    private static Entry only() {
        List<Entry> entries = simulator.journal().entries();
        return entries.isEmpty() ? waited() : entries.getLast();
    }

    private static Entry ended() {
        while (only().outcome() == Outcome.IN_FLIGHT) {
            Thread.onSpinWait();
        }
        return only();
    }

    private static Entry waited() {
        while (simulator.journal().entries().isEmpty()) {
            Thread.onSpinWait();
        }
        return simulator.journal().entries().getLast();
    }
}
