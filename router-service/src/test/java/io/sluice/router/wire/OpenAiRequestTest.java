package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.Protocol;
import io.sluice.router.failure.UnsupportedRequestException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiRequestTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldChangeNothingButTheModel() throws IOException {
        String body =
                "{ \"messages\" : [ {\"role\":\"user\" , \"content\":\"h\\u00e9\"} ],\n \"model\":\"asked\", \"temperature\": 1.50 }";

        String sent = send("openai", "gpt-4o", body, -1, Map.of());

        assertThat(sent)
                .contains("\"messages\" : [ {\"role\":\"user\" , \"content\":\"h\\u00e9\"} ]")
                .contains("\"temperature\": 1.50");
        assertThat(tree(sent).path("model").asText()).isEqualTo("gpt-4o");
    }

    @Test
    void shouldAlwaysAskForUsageAndKeepOtherStreamOptions() throws IOException {
        String plain = send("openai", "gpt-4o", "{\"model\":\"asked\",\"messages\":[],\"stream\":true}", -1, Map.of());
        String options = send(
                "openai",
                "gpt-4o",
                "{\"model\":\"asked\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_obfuscation\":false}}",
                -1,
                Map.of());

        assertThat(tree(plain).path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(tree(options).path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(tree(options).path("stream_options").has("include_obfuscation"))
                .isTrue();
    }

    @Test
    void shouldSendTheCapThatWasReservedFor() throws IOException {
        String none = "{\"model\":\"asked\",\"messages\":[]}";
        String higher = "{\"model\":\"asked\",\"messages\":[],\"max_tokens\":900}";
        String lower = "{\"model\":\"asked\",\"messages\":[],\"max_tokens\":5}";

        assertThat(tree(send("openai", "gpt-4o", none, 256, Map.of()))
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(256);
        assertThat(tree(send("openai", "gpt-4o", higher, 256, Map.of()))
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(256);
        assertThat(tree(send("openai", "gpt-4o", lower, 256, Map.of()))
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(5);
        assertThat(tree(send("openai", "gpt-5", none, 256, Map.of()))
                        .path("max_completion_tokens")
                        .asInt())
                .isEqualTo(256);
        assertThat(tree(send("openai", "gpt-4o", none, 256, Map.of("max_tokens", 4096)))
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(256);
    }

    @Test
    void shouldKeepWhatIsMeantForTheGatewayAwayFromTheProvider() throws IOException {
        String sent = send(
                "openai",
                "gpt-4o",
                "{\"model\":\"asked\",\"messages\":[],\"api_key\":\"x\",\"metadata\":{\"a\":1},\"no-log\":true,\"top_k\":3,\"user\":null}",
                -1,
                Map.of("rpm", 5, "input_cost_per_token", "1", "temperature", "0.2"));

        assertThat(tree(sent).properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("model", "messages", "top_k", "temperature");
    }

    @Test
    void shouldRefuseWhatTheModelCannotTakeOrDropItAndSaySo() throws IOException {
        String body = "{\"model\":\"asked\",\"messages\":[],\"stop\":\"x\",\"top_p\":0.5}";

        assertThatThrownBy(() -> send("openai", "gpt-5", body, -1, Map.of()))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("['stop', 'top_p'], for model=gpt-5");
        WireCall call = WireCalls.of("openai", "gpt-5", body, -1, Map.of("drop_params", true));
        UpstreamRequest dropped = Wires.find(Protocol.OPENAI_CHAT, "openai-chat")
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join();
        assertThat(dropped.notes()).containsExactly("stop", "top_p");
        assertThat(tree(WireCalls.body(dropped)).has("stop")).isFalse();
    }

    @Test
    void shouldHideUsageThatTheClientDidNotAskFor() {
        WireCall call =
                WireCalls.of("openai", "gpt-4o", "{\"model\":\"asked\",\"messages\":[],\"stream\":true}", -1, Map.of());
        AnswerReader reader =
                Wires.find(Protocol.OPENAI_CHAT, "openai-chat").orElseThrow().reader(call);
        RecordingSink sink = new RecordingSink();
        String stream =
                "data: {\"model\":\"gpt-4o\",\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";

        reader.chunk(java.nio.ByteBuffer.wrap(stream.getBytes(java.nio.charset.StandardCharsets.UTF_8)), sink);

        assertThat(sink.text()).doesNotContain("usage").contains("[DONE]");
        assertThat(sink.usage.output()).isEqualTo(2);
    }

    @Test
    void shouldNotBelieveUsageThatCannotBe() {
        for (String usage : new String[] {
            "{\"prompt_tokens\":-1,\"completion_tokens\":2}",
            "{\"prompt_tokens\":1,\"completion_tokens\":9223372036854775807}",
            "{}"
        }) {
            WireCall call = WireCalls.of("openai", "gpt-4o", "{\"model\":\"asked\",\"messages\":[]}", -1, Map.of());
            RecordingSink sink = new RecordingSink();
            String answer =
                    "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"usage\":"
                            + usage + "}";

            Wires.find(Protocol.OPENAI_CHAT, "openai-chat")
                    .orElseThrow()
                    .reader(call)
                    .complete(
                            200,
                            Map.of(),
                            java.nio.ByteBuffer.wrap(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                            sink);

            assertThat(sink.usage).as(usage).isNull();
            assertThat(sink.done).isTrue();
        }
    }

    private static String send(String provider, String model, String body, long cap, Map<String, Object> params) {
        WireCall call = WireCalls.of(provider, model, body, cap, params);
        return WireCalls.body(Wires.of(Protocol.OPENAI_CHAT, call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join());
    }

    private static JsonNode tree(String json) throws IOException {
        return JSON.readTree(json);
    }
}
