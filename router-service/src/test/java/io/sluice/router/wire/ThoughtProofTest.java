package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.failure.UnsupportedRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What coding agents need: Gemini's proofs of thought come back, nobody else is shown them, and settings that a model lacks stop no agent. */
class ThoughtProofTest {

    private static final String PROOF = "EqQBCkYI+/gCKkA=";
    private static final String CALLED = answer("""
            {"functionCall": {"id": "c1", "name": "weather", "args": {"city": "Paris"}}, "thoughtSignature": "%s"}""".formatted(PROOF));

    /** A client that keeps of a tool call what its own protocol has: id, name and arguments. */
    enum Client {
        CHAT(
                Protocol.OPENAI_CHAT,
                "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
                answer -> answer.at("/choices/0/message/tool_calls/0/id").asText(),
                """
                "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"ID","type":"function",
                "function":{"name":"weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"ID","content":"18"}]"""),
        MESSAGES(
                Protocol.ANTHROPIC_MESSAGES,
                "\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
                answer -> answer.at("/content/0/id").asText(),
                """
                "max_tokens":64,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"ID",
                "name":"weather","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"ID","content":"18"}]}]"""),
        RESPONSES(
                Protocol.OPENAI_RESPONSES,
                "\"input\":\"Hi\"",
                answer -> answer.at("/output/0/call_id").asText(),
                """
                "input":[{"role":"user","content":"Hi"},{"type":"function_call","call_id":"ID","name":"weather","arguments":"{}"},
                {"type":"function_call_output","call_id":"ID","output":"18"}]""");

        private final Protocol protocol;
        private final String members;
        private final Function<JsonNode, String> id;
        private final String history;

        Client(Protocol protocol, String members, Function<JsonNode, String> id, String history) {
            this.protocol = protocol;
            this.members = members;
            this.id = id;
            this.history = history;
        }

        private String body(String content) {
            return "{\"model\":\"asked\"," + content + "}";
        }

        /** The id of the call in Gemini's answer. */
        private String told() throws IOException {
            return id.apply(told(protocol, body(members), CALLED));
        }

        private JsonNode asked(String provider, String model) throws IOException {
            return sent(protocol, provider, model, body(history.replace("ID", told())));
        }

        private static JsonNode told(Protocol protocol, String body, String answer) throws IOException {
            WireCall call = WireCalls.of(protocol, "gemini", "gemini-3-flash-preview", body, -1, Map.of());
            RecordingSink sink = new RecordingSink();
            Wires.of(protocol, call.target())
                    .orElseThrow()
                    .reader(call)
                    .complete(200, Map.of(), ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)), sink);
            assertThat(sink.failure).isNull();
            return RecordedAnswers.JSON.readTree(sink.text());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBringAProofBackThroughClientsThatKeepAnIdOnly(Client client) throws IOException {
        JsonNode contents = client.asked("gemini", "gemini-3-flash-preview").path("contents");
        JsonNode called = contents.at("/1/parts/0");
        assertThat(called.path("thoughtSignature").asText()).isEqualTo(PROOF);
        assertThat(called.at("/functionCall/id").asText()).isEqualTo("c1");
        assertThat(contents.at("/2/parts/0/functionResponse/id").asText()).isEqualTo("c1");
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowNobodyElseTheProof(Client client) throws IOException {
        JsonNode openAi = client.asked("openai", "gpt-4o");
        assertThat(openAi.toString()).contains("\"c1\"").doesNotContain("__thought__", "EqQB");
        JsonNode anthropic = client.asked("anthropic", "claude-sonnet-4-5");
        assertThat(anthropic.toString()).contains("\"c1\"").doesNotContain("__thought__", "EqQB");
    }

    /** Anthropic's pattern of an id; a client may send its history to Claude next. */
    @ParameterizedTest
    @EnumSource
    void shouldTellIdsThatEveryProtocolTakes(Client client) throws IOException {
        assertThat(client.told()).matches("[a-zA-Z0-9_-]+").startsWith("c1__thought__");
    }

    @Test
    void shouldLeaveProseAsItIs() throws IOException {
        String said = "they write \\\"id\\\":\\\"c1__thought__x\\\" there";
        JsonNode body = sent(
                Protocol.ANTHROPIC_MESSAGES,
                "anthropic",
                "claude-sonnet-4-5",
                Client.MESSAGES.body(
                        "\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"" + said + "\"}]"));
        assertThat(body.at("/messages/0/content").asText()).isEqualTo("they write \"id\":\"c1__thought__x\" there");
    }

    @Test
    void shouldReadTheFormOfLiteLlm() throws IOException {
        String history = Client.CHAT.history.replace("ID", "c1__thought__" + PROOF);
        JsonNode body = sent(Protocol.OPENAI_CHAT, "gemini", "gemini-3-flash-preview", Client.CHAT.body(history));
        assertThat(body.at("/contents/1/parts/0/thoughtSignature").asText()).isEqualTo(PROOF);
    }

    @Test
    void shouldBringTheProofOfATextBack() throws IOException {
        String answer =
                answer("{\"text\": \"Paris.\"}, {\"text\": \"\", \"thoughtSignature\": \"%s\"}".formatted(PROOF));
        JsonNode told = Client.told(Protocol.OPENAI_CHAT, Client.CHAT.body(Client.CHAT.members), answer);
        JsonNode message = told.at("/choices/0/message");
        assertThat(message.path("content").asText()).isEqualTo("Paris.");
        assertThat(message.at("/provider_specific_fields/thought_signatures/0").asText())
                .isEqualTo(PROOF);

        String next =
                "{\"model\":\"asked\",\"messages\":[" + message + ",{\"role\":\"user\",\"content\":\"And Italy?\"}]}";
        JsonNode parts = sent(Protocol.OPENAI_CHAT, "gemini", "gemini-3-flash-preview", next)
                .at("/contents/0/parts");
        assertThat(parts.path(0).path("text").asText()).isEqualTo("Paris.");
        assertThat(parts.path(1).path("thoughtSignature").asText()).isEqualTo(PROOF);
        assertThat(sent(Protocol.OPENAI_CHAT, "openai", "gpt-4o", next).toString())
                .contains("Paris.")
                .doesNotContain("provider_specific_fields");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"},\"output_config\":{\"effort\":\"high\"}",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4096}"
            })
    void shouldNotStopClaudeCodeForWhatAModelLacks(String settings) {
        String body = Client.MESSAGES.body(settings + ',' + Client.MESSAGES.members);
        WireCall call =
                WireCalls.of(Protocol.ANTHROPIC_MESSAGES, "mistral", "mistral-large-latest", body, -1, Map.of());

        assertThatThrownBy(() -> encode(call))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("reasoning_effort");
        UpstreamRequest asked = encode(with(call, "claude-code-20250219,effort-2025-11-24"));
        assertThat(WireCalls.body(asked)).doesNotContain("thinking", "effort");
        assertThat(asked.notes()).containsAnyOf("thinking", "output_config.effort");
    }

    @ParameterizedTest
    @CsvSource({"openai, gpt-4o", "mistral, mistral-large-latest"})
    void shouldStripWhatLiteLlmsOwnSdkSendsBack(String provider, String model) throws IOException {
        JsonNode body = sent(Protocol.OPENAI_CHAT, provider, model, """
                {"model":"asked","messages":[{"role":"assistant","content":null,"provider_specific_fields":{"refusal":null},
                 "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}","provider_specific_fields":{"a":1}},
                 "provider_specific_fields":{"thought_signature":"x"}}]},{"role":"tool","tool_call_id":"c1","content":"1"}]}""");
        assertThat(body.toString()).contains("\"c1\"").doesNotContain("provider_specific_fields");
    }

    private static String answer(String parts) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts
                + "]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2}}";
    }

    private static JsonNode sent(Protocol protocol, String provider, String model, String body) throws IOException {
        return RecordedAnswers.JSON.readTree(
                WireCalls.body(encode(WireCalls.of(protocol, provider, model, body, -1, Map.of()))));
    }

    private static UpstreamRequest encode(WireCall call) {
        return Wires.of(call.request().protocol(), call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join();
    }

    private static WireCall with(WireCall call, String betas) {
        RouteRequest request = call.request();
        return new WireCall(
                call.target(),
                new RouteRequest(
                        request.requestId(),
                        request.protocol(),
                        request.caller(),
                        request.model(),
                        request.requestedModel(),
                        request.scan(),
                        request.body(),
                        -1,
                        Long.MAX_VALUE,
                        -1,
                        Map.of("anthropic-beta", betas),
                        null,
                        List.of()),
                "asked");
    }
}
