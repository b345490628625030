package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients of Google's protocol: what other providers are asked, and what passes to Google. */
class GeminiClientTest {

    private static final String TOOLS = """
            {"functionDeclarations": [
              {"name": "weather", "parameters": {"type": "OBJECT", "nullable": true, "properties": {
                 "city": {"type": "STRING", "minLength": "1"}, "days": {"type": "ARRAY", "items": {"type": "INTEGER"}}}}},
              {"name": "time", "parametersJsonSchema": {"type": "object"}}]}""";

    @Test
    void shouldGiveCallsAndTheirResultsTheSameIds() throws IOException {
        JsonNode messages = asked("openai", "gpt-4o", """
                {"contents": [
                  {"parts": [{"text": "Hi"}]},
                  {"role": "model", "parts": [
                    {"functionCall": {"name": "weather", "args": {"city": "Paris"}}},
                    {"functionCall": {"name": "weather", "args": {"city": "Rome"}}}]},
                  {"role": "user", "parts": [
                    {"functionResponse": {"name": "weather", "response": {"t": 18}}},
                    {"functionResponse": {"name": "weather", "response": {"t": 25}}}]}]}""").path("messages");

        assertThat(messages.path(1).path("tool_calls").findValuesAsText("id"))
                .containsExactly("call_weather", "call_weather_2");
        assertThat(messages.path(2).path("tool_call_id").asText()).isEqualTo("call_weather");
        assertThat(messages.path(3).path("tool_call_id").asText()).isEqualTo("call_weather_2");
        assertThat(messages.path(3).path("content").asText()).isEqualTo("{\"t\": 25}");
    }

    @Test
    void shouldReadGooglesSchemasAndBothSpellings() throws IOException {
        JsonNode body = asked("openai", "gpt-4o", """
                {"contents": [{"parts": [{"text": "Hi"}]}], "system_instruction": {"parts": [{"text": "Be terse."}]},
                 "tools": [%s], "tool_config": {"function_calling_config": {"mode": "ANY", "allowed_function_names": ["time"]}},
                 "generation_config": {"max_output_tokens": 9, "stop_sequences": ["END"], "response_mime_type": "application/json",
                   "response_schema": {"type": "OBJECT", "properties": {"c": {"type": "STRING", "nullable": true}}}}}""".formatted(TOOLS));

        assertThat(body.path("messages").path(0).path("role").asText()).isEqualTo("system");
        assertThat(body.path("max_tokens").asLong()).isEqualTo(9);
        JsonNode parameters = body.path("tools").path(0).path("function").path("parameters");
        assertThat(parameters.path("type").toString()).isEqualTo("[\"object\",\"null\"]");
        assertThat(parameters.path("properties").path("city").path("minLength").isInt())
                .isTrue();
        assertThat(parameters
                        .path("properties")
                        .path("days")
                        .path("items")
                        .path("type")
                        .asText())
                .isEqualTo("integer");
        assertThat(body.path("tool_choice").path("function").path("name").asText())
                .isEqualTo("time");
        assertThat(body.path("response_format")
                        .path("json_schema")
                        .path("schema")
                        .path("properties")
                        .toString())
                .isEqualTo("{\"c\":{\"type\":[\"string\",\"null\"]}}");
    }

    @Test
    void shouldNameWhatAnotherProviderHasNoWordFor() {
        UpstreamRequest request = request("anthropic", "claude-sonnet-4-5", """
                {"contents": [{"parts": [{"text": "Hi"}]}], "safetySettings": [{"category": "X"}],
                 "generationConfig": {"temperature": 0, "topP": 0.5, "topK": 3, "seed": 1, "mediaResolution": "LOW"}}""", -1);

        assertThat(request.notes()).contains("safetySettings", "seed", "mediaResolution", "topP");
        assertThat(text(request)).contains("\"top_k\":3").doesNotContain("top_p", "seed");
    }

    @Test
    void shouldBringSignedThoughtsBackUnchanged() throws IOException {
        JsonNode content = asked("anthropic", "claude-sonnet-4-5", """
                {"contents": [{"parts": [{"text": "Hi"}]},
                  {"role": "model", "parts": [{"text": "Th", "thought": true}, {"text": "ink", "thought": true},
                    {"text": "", "thought": true, "thoughtSignature": "c2ln-_8="},
                    {"text": "", "thought": true, "thoughtSignature": "cmVkYWN0ZWRfdGhpbmtpbmc6c2VjcmV0"}, {"text": "Yes"}]},
                  {"parts": [{"text": "Go on"}]}],
                 "generationConfig": {"thinkingConfig": {"thinkingBudget": 1024}}}""")
                .path("messages")
                .path(1)
                .path("content");

        assertThat(content.path(0).path("thinking").asText()).isEqualTo("Think");
        assertThat(content.path(0).path("signature").asText()).isEqualTo("c2ln+/8=");
        assertThat(content.path(1).path("data").asText()).isEqualTo("c2VjcmV0");
        assertThat(content.path(2).path("text").asText()).isEqualTo("Yes");
    }

    @Test
    void shouldPassBytesToGoogleAndCapThem() {
        String config = "\"generationConfig\": {\"maxOutputTokens\": 100, \"unheardOf\": [1.50]}";
        String contents = "\"contents\": [ {\"parts\":[{\"text\":\"Hi\"}]} ]";
        String body = "{" + contents + ", " + config + ", \"tags\": [\"a\"]}";

        assertThat(text(request("gemini", "gemini-2.5-flash", body, -1)))
                .isEqualTo("{" + contents + ", " + config + ",\"model\":\"gemini-2.5-flash\"}");
        assertThat(text(request("gemini", "gemini-2.5-flash", body, 7)))
                .contains(contents, "\"maxOutputTokens\":7", "\"unheardOf\":[1.5")
                .doesNotContain("100", "tags");
    }

    @Test
    void shouldGiveAnArrayToWhomAsksForNoEvents() throws IOException {
        WireCall call = stream("gemini", "gemini-2.5-flash", "/v1beta/models/g:streamGenerateContent");
        AnswerReader reader =
                Wires.of(Protocol.GEMINI_GENERATE, call.target()).orElseThrow().reader(call);
        RecordingSink sink = new RecordingSink();
        String events = """
                data: {"candidates": [{"content": {"parts": [{"text": "a"}]}}]}

                data: {"candidates": [{"content": {"parts": [{"text": "b"}]}, "finishReason": "STOP"}], \
                "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 2, "totalTokenCount": 5}}

                """;
        for (byte one : events.getBytes(StandardCharsets.UTF_8)) {
            reader.chunk(ByteBuffer.wrap(new byte[] {one}), sink);
        }
        reader.end(sink);

        JsonNode array = RecordedAnswers.JSON.readTree(sink.text());
        assertThat(array).hasSize(2);
        assertThat(array.path(1).path("candidates").path(0).path("finishReason").asText())
                .isEqualTo("STOP");
        assertThat(sink.done).isTrue();
        assertThat(sink.usage.input()).isEqualTo(3);
    }

    private static WireCall stream(String provider, String model, String path) {
        WireCall call = WireCalls.of(
                Protocol.GEMINI_GENERATE, provider, model, "{\"stream\":true,\"contents\":[]}", -1, Map.of());
        RouteRequest request = call.request();
        BodyScan scan = request.scan();
        return new WireCall(
                call.target(),
                new RouteRequest(
                        request.requestId(),
                        request.protocol(),
                        request.caller(),
                        request.model(),
                        request.requestedModel(),
                        scan,
                        request.body(),
                        -1,
                        Long.MAX_VALUE,
                        -1,
                        Map.of(RouteRequest.PATH, path),
                        null,
                        List.of()),
                "asked");
    }

    private static UpstreamRequest request(String provider, String model, String body, long cap) {
        WireCall call = WireCalls.of(Protocol.GEMINI_GENERATE, provider, model, body, cap, Map.of());
        return Wires.of(Protocol.GEMINI_GENERATE, call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join();
    }

    private static JsonNode asked(String provider, String model, String body) throws IOException {
        return RecordedAnswers.JSON.readTree(text(request(provider, model, body, -1)));
    }

    private static String text(UpstreamRequest request) {
        List<String> pieces = new ArrayList<>();
        request.body()
                .forEach(piece -> pieces.add(
                        StandardCharsets.UTF_8.decode(piece.duplicate()).toString()));
        return String.join("", pieces);
    }
}
