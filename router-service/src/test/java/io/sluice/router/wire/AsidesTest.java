package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.conversation.Media;
import io.sluice.router.wire.anthropic.AnthropicDialect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer says beside what the model wrote, and what it leaves unsaid. */
class AsidesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "{\"model\":\"asked\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String STREAMED = CHAT.replace("\"messages\"", "\"stream\":true,\"messages\"");
    private static final String TRACE = "\"trace\":{\"guardrail\":{\"inputAssessment\":{\"g\":{}}}}";
    private static final String SAID = "\"usage\":{\"inputTokens\":3,\"outputTokens\":4}";

    @Test
    void shouldTellWhatAGuardrailFound() throws IOException {
        RecordingSink whole = whole(
                call("bedrock", "amazon.nova-lite-v1:0", CHAT),
                "{\"output\":{\"message\":{\"content\":[{\"text\":\"No.\"}]}},\"stopReason\":\"guardrail_intervened\","
                        + SAID + ',' + TRACE + '}');
        assertThat(whole.text()).contains(TRACE);

        byte[] events =
                AwsEvents.of(JSON.readTree("[{\"event\":\"contentBlockDelta\",\"payload\":{\"contentBlockIndex\":0,"
                        + "\"delta\":{\"text\":\"No.\"}}},{\"event\":\"messageStop\",\"payload\":{\"stopReason\":\"guardrail_intervened\"}},"
                        + "{\"event\":\"metadata\",\"payload\":{" + SAID + ',' + TRACE + "}}]"));
        assertThat(stream(call("bedrock", "amazon.nova-lite-v1:0", STREAMED), events)
                        .text())
                .contains(TRACE);
    }

    @Test
    void shouldTellTheTierThatServedAChatOverResponses() {
        RecordingSink sink = whole(
                call("openai", "gpt-5-codex", CHAT),
                "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"service_tier\":\"flex\",\"output\":[{"
                        + "\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}],"
                        + "\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}");

        assertThat(sink.text()).contains("\"service_tier\":\"flex\"");
    }

    @Test
    void shouldNotTakeTheZerosOfABeginningForAUsage() {
        String start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","
                + "\"usage\":{\"input_tokens\":0,\"output_tokens\":0}}}\n\n";
        String end = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                + "{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\nevent: message_delta\ndata: {\"type\":\"message_delta\","
                + "\"delta\":{\"stop_reason\":\"end_turn\"}%s}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
        String zero = ",\"usage\":{\"input_tokens\":0,\"output_tokens\":0}";
        for (Protocol client : new Protocol[] {Protocol.OPENAI_CHAT, Protocol.ANTHROPIC_MESSAGES}) {
            WireCall call = WireCalls.of(client, "anthropic", "claude-haiku-4-5", STREAMED, 9, Map.of());
            assertThat(stream(call, utf8(start + end.formatted(""))).usage)
                    .as("%s, not said", client)
                    .isNull();
            assertThat(stream(call, utf8(start + end.formatted(zero))).usage)
                    .as("%s, said", client)
                    .isEqualTo(TokenUsage.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({"https://example.com/cat.png, false", "http://example.com/cat.png, true"})
    void shouldFetchForAnthropicWhatIsNotAtHttps(String url, boolean fetched) {
        assertThat(new AnthropicDialect()
                        .cannotFetch(new Media.Url(url, null), call("anthropic", "claude-haiku-4-5", CHAT)))
                .isEqualTo(fetched);
    }

    private static WireCall call(String provider, String model, String body) {
        return WireCalls.of(provider, model, body, 9, Map.of());
    }

    private static RecordingSink whole(WireCall call, String answer) {
        RecordingSink sink = new RecordingSink();
        reader(call).complete(200, Map.of(), ByteBuffer.wrap(utf8(answer)), sink);
        return sink;
    }

    private static RecordingSink stream(WireCall call, byte[] answer) {
        RecordingSink sink = new RecordingSink();
        AnswerReader reader = reader(call);
        reader.chunk(ByteBuffer.wrap(answer), sink);
        reader.end(sink);
        return sink;
    }

    private static AnswerReader reader(WireCall call) {
        return Wires.of(call.request().protocol(), call.target()).orElseThrow().reader(call);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
