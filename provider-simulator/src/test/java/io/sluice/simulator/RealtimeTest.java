package io.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Outcome;
import io.sluice.simulator.journal.Usage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RealtimeTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SAY = """
            {"type":"conversation.item.create","item":{"type":"message","role":"user",
             "content":[{"type":"input_text","text":"repeat: hello you%s"}]}}""";
    private static final String RESPOND = "{\"type\":\"response.create\"}";

    private Simulator simulator;
    private HttpClient client;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorOptions.forTests());
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void shouldBillEachResponseWithAllThatWasSaid() throws Exception {
        Ear ear = connect("/v1/realtime?model=gpt-realtime");
        ear.say(SAY.formatted(""));
        ear.say(RESPOND);
        JsonNode first = ear.until("response.done").getLast();
        assertThat(first.at("/response/usage/input_tokens").asInt()).isEqualTo(5);
        assertThat(first.at("/response/usage/output_tokens").asInt()).isEqualTo(3);
        ear.say(SAY.formatted(" again"));
        ear.say(RESPOND);
        JsonNode second = ear.until("response.done").getLast();
        assertThat(second.at("/response/usage/input_tokens").asInt()).isGreaterThan(10);
        ear.close();
        Entry entry = ended();
        assertThat(entry.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(entry.model()).isEqualTo("gpt-realtime");
        assertThat(entry.billed().prompt())
                .isEqualTo(5 + second.at("/response/usage/input_tokens").asInt());
        assertThat(entry.billed()).isEqualTo(entry.usage());
    }

    @Test
    void shouldCallAFunction() throws Exception {
        Ear ear = connect("/openai/realtime?api-version=2025-04-01&deployment=my-realtime");
        ear.say("""
                {"type":"session.update","session":{"type":"realtime","tools":[{"type":"function","name":"weather",
                 "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}]}}""");
        ear.say(SAY.formatted(""));
        ear.say(RESPOND);
        JsonNode call = ear.until("response.done").getLast().at("/response/output/0");
        assertThat(call.path("name").asText()).isEqualTo("weather");
        assertThat(MAPPER.readTree(call.path("arguments").asText()).path("city").isTextual())
                .isTrue();
        ear.close();
    }

    @Test
    void shouldUseTheOlderNamesWhenTheClientDoes() throws Exception {
        Ear ear = connect("/v1/realtime?model=gpt-4o-realtime-preview", "openai-beta", "realtime=v1");
        ear.say(SAY.formatted(""));
        ear.say(RESPOND);
        assertThat(ear.until("response.done"))
                .extracting(event -> event.path("type").asText())
                .contains("conversation.item.created", "response.text.delta")
                .doesNotContain("response.output_text.delta");
        ear.close();
    }

    @Test
    void shouldAnswerWhenTheSpeakerPausesUnlessItIsToldNotTo() throws Exception {
        Ear ear = connect("/v1/realtime?model=gpt-realtime");
        ear.say("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"output_modalities\":[\"audio\"]}}");
        ear.say(sound((byte) 9));
        ear.say(sound((byte) 0));
        List<JsonNode> events = ear.until("response.done");
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsSubsequence(
                        "input_audio_buffer.speech_started",
                        "input_audio_buffer.speech_stopped",
                        "input_audio_buffer.committed",
                        "response.created",
                        "response.output_audio.delta",
                        "response.output_audio_transcript.delta");
        JsonNode usage = events.getLast().at("/response/usage");
        // 0.2 seconds
        assertThat(usage.at("/input_token_details/audio_tokens").asInt()).isEqualTo(2);
        assertThat(usage.at("/output_token_details/audio_tokens").asInt())
                .isEqualTo(usage.path("output_tokens").asInt());
        ear.say(
                "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"turn_detection\":{\"create_response\":false}}}}}");
        ear.say(sound((byte) 9));
        ear.say(sound((byte) 0));
        ear.until("input_audio_buffer.committed");
        ear.say(RESPOND);
        assertThat(ear.until("response.done"))
                .filteredOn(event -> event.path("type").asText().equals("response.created"))
                .hasSize(1);
        ear.say("{\"type\":\"input_audio_buffer.commit\"}");
        assertThat(ear.until("error").getLast().at("/error/code").asText())
                .isEqualTo("input_audio_buffer_commit_empty");
        ear.close();
    }

    /** A tenth of a second. */
    private static String sound(byte sample) {
        byte[] pcm = new byte[4_800];
        java.util.Arrays.fill(pcm, sample);
        return "{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                + java.util.Base64.getEncoder().encodeToString(pcm) + "\"}";
    }

    @Test
    void shouldRefuseAHandshake() {
        assertThatThrownBy(() -> connect("/v1/realtime?model=gpt-realtime~status=429"))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(429));
        assertThatThrownBy(() -> connect("/v1/realtime?model=missing-model"))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(404));
    }

    @Test
    void shouldFailInTheMiddleAndBillWhatWasSaid() throws Exception {
        Ear ear = connect("/v1/realtime?model=gpt-realtime");
        ear.say(SAY.formatted(" sim{fault=error-event,at=6}"));
        ear.say(RESPOND);
        assertThat(ear.until("error").getLast().at("/error/type").asText()).isEqualTo("server_error");
        ear.close();
        assertThat(ended().billed().completion()).isPositive();
        Ear other = connect("/v1/realtime?model=gpt-realtime~fault=reset-mid~at=5");
        other.say(SAY.formatted(""));
        other.say(RESPOND);
        other.until("closed");
        assertThat(ended().outcome()).isEqualTo(Outcome.FAULTED);
    }

    @Test
    void shouldNoticeAClientThatIsGone() throws Exception {
        Ear ear = connect("/v1/realtime?model=gpt-realtime");
        ear.until("session.created");
        ear.socket.abort();
        assertThat(ended().outcome()).isEqualTo(Outcome.ABORTED_BY_CLIENT);
    }

    @Test
    void shouldSayWhatItDoesNotUnderstand() throws Exception {
        Ear ear = connect("/v1/realtime?model=gpt-realtime");
        ear.say("{\"type\":\"nonsense\"}");
        assertThat(ear.until("error").getLast().at("/error/code").asText()).isEqualTo("invalid_value");
        ear.say("{\"type\":\"conversation.item.create\"}");
        assertThat(ear.until("error").getLast().at("/error/code").asText()).isEqualTo("missing_required_parameter");
        ear.close();
        assertThat(ended().billed()).isEqualTo(Usage.NONE);
    }

    private Ear connect(String path, String... headers) {
        Ear ear = new Ear();
        WebSocket.Builder builder = client.newWebSocketBuilder().header("authorization", "Bearer sk-test");
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        try {
            ear.socket = builder.buildAsync(URI.create(simulator.url().replace("http:", "ws:") + path), ear)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return ear;
    }

    private Entry ended() throws InterruptedException {
        while (simulator.journal().entries().getLast().outcome() == Outcome.IN_FLIGHT) {
            Thread.sleep(5);
        }
        return simulator.journal().entries().getLast();
    }

    /** What comes over a socket, in order; {@code closed} when it ends. */
    private static final class Ear implements WebSocket.Listener {

        private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private WebSocket socket;

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                try {
                    heard.add(MAPPER.readTree(part.toString()));
                } catch (java.io.IOException e) {
                    heard.add(MAPPER.createObjectNode().put("type", "garbage"));
                }
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            heard.add(MAPPER.createObjectNode().put("type", "closed"));
            return null;
        }

        void say(String text) {
            socket.sendText(text, true).join();
        }

        List<JsonNode> until(String type) throws InterruptedException {
            List<JsonNode> events = new ArrayList<>();
            do {
                events.add(heard.take());
            } while (!events.getLast().path("type").asText().equals(type));
            return events;
        }

        void close() {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }
}
