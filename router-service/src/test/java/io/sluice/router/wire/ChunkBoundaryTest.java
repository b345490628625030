package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Protocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Where a stream is cut changes nothing: each byte position of a transcript, and each length of prefix for truncation. */
class ChunkBoundaryTest {

    private static final String ASK =
            "{\"model\":\"asked\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

    private static final String OPENAI = """
            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}

            : a comment

            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{"index":0,"delta":{"content":"Grüße \\"model\\": \uD83D\uDE00 \\u00e9"},"finish_reason":null}],"usage":null}

            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[],"usage":{"prompt_tokens":14,"completion_tokens":8,"total_tokens":22}}

            data: [DONE]

            """;

    private static final String ANTHROPIC = """
            event: message_start
            data: {"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","content":[],"usage":{"input_tokens":14,"cache_read_input_tokens":2,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm, Grüße."}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Paris \uD83D\uDE00."}}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"get_weather","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"city\\":\\"Paris\\"}"}}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static final String OLLAMA = """
            {"model":"m","message":{"role":"assistant","content":"Grüße "},"done":false}
            {"model":"m","message":{"role":"assistant","content":"\uD83D\uDE00"},"done":false}
            {"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":14,"eval_count":8}
            """;

    private static final String GEMINI = """
            data: {"candidates":[{"content":{"parts":[{"text":"Hm.","thought":true}],"role":"model"},"index":0}],"responseId":"r1"}

            data: {"candidates":[{"content":{"parts":[{"text":"Gr\u00fc\u00dfe \\uD83D\\uDE00"}],"role":"model"},"index":0}]}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"f","args":{"a":1}},"thoughtSignature":"c2ln"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":14,"candidatesTokenCount":8,"totalTokenCount":22}}

            """;

    private static final String BEDROCK = """
            [{"event":"messageStart","payload":{"role":"assistant"}},
            {"event":"contentBlockDelta","payload":{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Hm, Grüße."}}}},
            {"event":"contentBlockDelta","payload":{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"c2ln"}}}},
            {"event":"contentBlockDelta","payload":{"contentBlockIndex":1,"delta":{"text":"Paris \uD83D\uDE00."}}},
            {"event":"contentBlockStart","payload":{"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t1","name":"get_weather"}}}},
            {"event":"contentBlockDelta","payload":{"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\\"city\\":\\"Paris\\"}"}}}},
            {"event":"messageStop","payload":{"stopReason":"tool_use"}},
            {"event":"metadata","payload":{"usage":{"inputTokens":14,"outputTokens":8,"cacheReadInputTokens":2}}}]
            """;

    private static final String COHERE = """
            event: message-start
            data: {"type":"message-start","id":"c1","delta":{"message":{"role":"assistant","content":[]}}}

            event: content-delta
            data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"Hm, Grüße."}}}}

            event: content-delta
            data: {"type":"content-delta","index":1,"delta":{"message":{"content":{"text":"Paris \uD83D\uDE00."}}}}

            event: tool-call-start
            data: {"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"t1","type":"function","function":{"name":"f","arguments":""}}}}}

            event: tool-call-delta
            data: {"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{\\"a\\":1}"}}}}}

            event: message-end
            data: {"type":"message-end","delta":{"finish_reason":"TOOL_CALL","usage":{"tokens":{"input_tokens":14,"output_tokens":8}}}}

            """;

    /** Ids and times are made by the gateway and differ from run to run. */
    private static final UnaryOperator<String> STABLE =
            text -> text.replaceAll("chatcmpl-[0-9a-f-]{36}", "ID").replaceAll("\"created\":\\d+", "\"created\":0");

    @Test
    void shouldReadOpenAiTheSameWhereverItIsCut() {
        assertSameWhereverCut("openai", "gpt-4o", OPENAI);
    }

    @Test
    void shouldReadAnthropicTheSameWhereverItIsCut() {
        assertSameWhereverCut("anthropic", "claude-sonnet-4-5", ANTHROPIC);
    }

    @Test
    void shouldReadGeminiTheSameWhereverItIsCut() {
        assertSameWhereverCut("gemini", "gemini-2.5-flash", GEMINI);
    }

    @Test
    void shouldReadOllamaTheSameWhereverItIsCut() {
        assertSameWhereverCut("ollama_chat", "llama3.1", OLLAMA);
    }

    @Test
    void shouldReadCohereTheSameWhereverItIsCut() {
        assertSameWhereverCut("cohere_chat", "command-a-03-2025", COHERE);
    }

    @Test
    void shouldReadBedrockTheSameWhereverItIsCut() throws IOException {
        assertSameWhereverCut("bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", bedrock());
    }

    @Test
    void shouldCallATruncatedEventStreamBroken() throws IOException {
        byte[] stream = bedrock();
        int finish = new String(stream, StandardCharsets.ISO_8859_1).indexOf("stopReason");
        for (int length = 0; length < finish; length++) {
            RecordingSink sink = read("bedrock", "amazon.nova-lite-v1:0", Arrays.copyOf(stream, length), length);
            assertThat(sink.done).as("cut at %d", length).isFalse();
            assertThat(sink.failure).as("cut at %d", length).isNotNull();
        }
    }

    @Test
    void shouldCallAnEventStreamBrokenWhoseSumsDoNotFit() throws IOException {
        byte[] stream = bedrock();
        stream[stream.length / 2]++;

        RecordingSink sink = read("bedrock", "amazon.nova-lite-v1:0", stream, stream.length);

        assertThat(sink.done).isFalse();
        assertThat(sink.failure.message()).contains("event stream is broken");
    }

    private static byte[] bedrock() throws IOException {
        return AwsEvents.of(RecordedAnswers.JSON.readTree(BEDROCK));
    }

    @Test
    void shouldCallATruncatedStreamBrokenAndNeverWriteTheEndMark() {
        for (String[] wire : new String[][] {
            {"openai", "gpt-4o", OPENAI},
            {"anthropic", "claude-sonnet-4-5", ANTHROPIC},
            {"gemini", "gemini-2.5-flash", GEMINI},
            {"ollama_chat", "llama3.1", OLLAMA}
        }) {
            byte[] transcript = wire[2].getBytes(StandardCharsets.UTF_8);
            int finish = wire[2].indexOf("finish_reason\":\"stop")
                    + wire[2].indexOf("stop_reason")
                    + wire[2].indexOf("done_reason")
                    + wire[2].indexOf("finishReason")
                    + 3;
            int bytesBeforeFinish = wire[2].substring(0, finish).getBytes(StandardCharsets.UTF_8).length;
            for (int length = 0; length < bytesBeforeFinish - 40; length++) {
                RecordingSink sink = read(wire[0], wire[1], Arrays.copyOf(transcript, length), length);
                assertThat(sink.done).as("%s cut at %d", wire[0], length).isFalse();
                assertThat(sink.failure).as("%s cut at %d", wire[0], length).isNotNull();
                assertThat(sink.text()).doesNotContain("[DONE]");
            }
        }
    }

    private static void assertSameWhereverCut(String provider, String model, String transcript) {
        assertSameWhereverCut(provider, model, transcript.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertSameWhereverCut(String provider, String model, byte[] bytes) {
        RecordingSink whole = read(provider, model, bytes, bytes.length);
        assertThat(whole.done).isTrue();
        assertThat(whole.failure).isNull();
        assertThat(whole.text()).contains("\"model\":\"asked\"").endsWith("data: [DONE]\n\n");
        assertThat(whole.usage.output()).isPositive();
        for (int cut = 1; cut < bytes.length; cut++) {
            RecordingSink pieces = read(provider, model, bytes, cut);
            assertThat(STABLE.apply(pieces.text())).as("cut at %d", cut).isEqualTo(STABLE.apply(whole.text()));
            assertThat(pieces.usage).isEqualTo(whole.usage);
            assertThat(pieces.finish).isEqualTo(whole.finish);
            assertThat(pieces.contentBytes).isEqualTo(whole.contentBytes);
        }
    }

    private static RecordingSink read(String provider, String model, byte[] bytes, int cut) {
        WireCall call = WireCalls.of(provider, model, ASK, -1, Map.of());
        AnswerReader reader =
                Wires.of(Protocol.OPENAI_CHAT, call.target()).orElseThrow().reader(call);
        RecordingSink sink = new RecordingSink();
        reader.chunk(ByteBuffer.wrap(bytes, 0, cut).slice(), sink);
        reader.chunk(ByteBuffer.wrap(bytes, cut, bytes.length - cut).slice(), sink);
        if (!sink.done && sink.failure == null) {
            reader.end(sink);
        }
        return sink;
    }
}
