package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.usage.TokenUsage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aleph Alpha and Text Generation Inference in their own words: one prompt, and its answer whole and streamed. */
class PromptWiresTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TURNS =
            "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hi\"}]";

    private static final Map<String, String> WHOLE = Map.of(
            "aleph_alpha",
            "{\"completions\":[{\"completion\":\"Grüße \uD83D\uDE00\",\"finish_reason\":\"maximum_tokens\"}],"
                    + "\"model_version\":\"v\",\"num_tokens_prompt_total\":7,\"num_tokens_generated\":3}",
            "tgi",
            "{\"generated_text\":\"Grüße \uD83D\uDE00\",\"details\":{\"finish_reason\":\"length\",\"generated_tokens\":3}}");

    private static final Map<String, String> STREAM = Map.of("aleph_alpha", """
            data: {"type":"stream_chunk","index":0,"completion":"Grüße "}

            data: {"type":"stream_chunk","index":0,"completion":"\uD83D\uDE00"}

            data: {"type":"stream_summary","index":0,"model_version":"v","finish_reason":"maximum_tokens"}

            data: {"type":"completion_summary","num_tokens_prompt_total":7,"num_tokens_generated":3}

            data: [DONE]

            """, "tgi", """
            data:{"index":1,"token":{"id":1,"text":"Grüße ","logprob":-0.1,"special":false},"generated_text":null,"details":null}

            data:{"index":2,"token":{"id":2,"text":"\uD83D\uDE00","logprob":-0.1,"special":false},"generated_text":null,"details":null}

            data:{"index":3,"token":{"id":3,"text":"</s>","logprob":-0.1,"special":true},"generated_text":"Grüße \uD83D\uDE00","details":{"finish_reason":"length","generated_tokens":3,"input_length":7}}

            """);

    @Test
    void shouldAskAlephAlphaInItsWords() throws Exception {
        UpstreamRequest sent = send(call("aleph_alpha", "luminous-base", ",\"max_tokens\":9,\"stop\":\"END\",\"n\":2"));

        assertThat(sent.uri()).isEqualTo("http://upstream/v1/complete");
        assertThat(sent.headers()).containsEntry("authorization", "Bearer key-1234567890");
        assertThat(body(sent))
                .isEqualTo(JSON.readTree(
                        "{\"model\":\"luminous-base\",\"prompt\":\"Be brief.\\n\\nHi\",\"maximum_tokens\":9,"
                                + "\"stop_sequences\":[\"END\"],\"n\":2,\"stream\":false}"));
    }

    @Test
    void shouldMarkTheTurnsAsAModelKnowsThem() throws Exception {
        assertThat(body(send(call("aleph_alpha", "luminous-base-control", "")))
                        .path("prompt")
                        .asText())
                .isEqualTo("### Instruction:\nBe brief.\n\n### Instruction:\nHi\n\n### Response:\n");
        assertThat(body(send(call("aleph_alpha", "llama-3.1-8b-instruct", "")))
                        .path("prompt")
                        .asText())
                .startsWith("<|begin_of_text|>");
    }

    @Test
    void shouldAskTextGenerationInferenceInItsWords() throws Exception {
        UpstreamRequest sent = send(
                call(
                        "tgi",
                        "bigscience/bloom",
                        ",\"max_completion_tokens\":9,\"temperature\":0,\"stop\":[\"END\"],\"seed\":4,\"stream\":true,"
                                + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{\"type\":\"object\"}}}"));

        assertThat(sent.uri()).isEqualTo("http://upstream/generate_stream");
        assertThat(body(sent))
                .isEqualTo(JSON.readTree(
                        "{\"inputs\":\"Be brief.\\n\\nHi\",\"parameters\":{\"details\":true,\"return_full_text\":false,"
                                + "\"max_new_tokens\":9,\"do_sample\":false,\"stop\":[\"END\"],"
                                + "\"grammar\":{\"type\":\"json\",\"value\":{\"type\":\"object\"}},\"seed\":4}}"));
        assertThat(send(call("tgi", "bigscience/bloom", "")).uri()).isEqualTo("http://upstream/generate");
    }

    @Test
    void shouldAskOnlyServersOfHuggingFaceForGeneratedText() {
        WireCall call =
                WireCalls.of(Protocol.OPENAI_COMPLETIONS, "huggingface", "m", "{\"prompt\":\"Hi\"}", -1, Map.of());

        assertThat(send(call).uri()).isEqualTo("http://upstream/generate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aleph_alpha", "tgi"})
    void shouldReadTheSameWholeAndStreamedAndInPiecesOfAnyLength(String provider) {
        RecordingSink whole = new RecordingSink();
        WireCall asked = call(provider, "m", "");
        Wires.of(Protocol.OPENAI_CHAT, asked.target())
                .orElseThrow()
                .reader(asked)
                .complete(200, Map.of("x-prompt-tokens", "7"), bytes(WHOLE.get(provider)), whole);
        assertThat(whole.failure).isNull();
        assertThat(whole.usage).isEqualTo(TokenUsage.of(7, 3));
        assertThat(whole.finish).isEqualTo("length");
        byte[] stream = STREAM.get(provider).getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= stream.length; cut++) {
            RecordingSink sink = streamed(provider, stream, cut);
            assertThat(sink.failure).as("cut at %d", cut).isNull();
            assertThat(sink.usage).isEqualTo(whole.usage);
            assertThat(sink.finish).isEqualTo("length");
            assertThat(AssembledChat.ofStream(sink.text())).isEqualTo(AssembledChat.ofWhole(whole.text()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aleph_alpha", "tgi"})
    void shouldCallAStreamBrokenThatEndsEarly(String provider) {
        byte[] stream = STREAM.get(provider).getBytes(StandardCharsets.UTF_8);
        RecordingSink sink = streamed(provider, java.util.Arrays.copyOf(stream, 100), 50);

        assertThat(sink.done).isFalse();
        assertThat(sink.failure).isNotNull();
    }

    @Test
    void shouldTellErrorsInAStreamByTheirKind() {
        String overloaded = "data:{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}\n\n";
        RecordingSink sink = streamed("tgi", overloaded.getBytes(StandardCharsets.UTF_8), 3);

        assertThat(sink.failure.status()).isEqualTo(429);
        assertThat(sink.failure.message()).contains("Model is overloaded");
    }

    @Test
    void shouldMakeVectorsOneTextAtATime() throws Exception {
        WireCall call = WireCalls.of(
                Protocol.OPENAI_EMBEDDINGS,
                "aleph_alpha",
                "luminous-embedding",
                "{\"model\":\"asked\",\"input\":[\"a\",\"b\"],\"dimensions\":128}",
                -1,
                Map.of());
        Wire wire = Wires.of(Protocol.OPENAI_EMBEDDINGS, call.target()).orElseThrow();
        UpstreamRequest sent = wire.encode(call).toCompletableFuture().join();
        assertThat(sent.uri()).isEqualTo("http://upstream/v1/semantic_embed");
        assertThat(body(sent))
                .isEqualTo(
                        JSON.readTree(
                                "{\"model\":\"luminous-embedding\",\"prompt\":\"a\",\"representation\":\"symmetric\",\"compress_to_size\":128}"));
        AnswerReader reader = wire.reader(call);
        RecordingSink sink = new RecordingSink();
        for (String number : List.of("1", "2")) {
            reader.complete(
                    200, Map.of(), bytes("{\"embedding\":[" + number + "],\"num_tokens_prompt_total\":3}"), sink);
        }
        assertThat(sink.usage.input()).isEqualTo(6);
        assertThat(JSON.readTree(sink.text()).at("/data/1/embedding/0").asInt()).isEqualTo(2);
    }

    private static RecordingSink streamed(String provider, byte[] stream, int cut) {
        WireCall call = call(provider, "m", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        AnswerReader reader =
                Wires.of(Protocol.OPENAI_CHAT, call.target()).orElseThrow().reader(call);
        RecordingSink sink = new RecordingSink();
        reader.chunk(ByteBuffer.wrap(stream, 0, cut).slice(), sink);
        reader.chunk(ByteBuffer.wrap(stream, cut, stream.length - cut).slice(), sink);
        reader.end(sink);
        return sink;
    }

    private static WireCall call(String provider, String model, String more) {
        return WireCalls.of(provider, model, "{\"model\":\"asked\"," + TURNS + more + "}", -1, Map.of());
    }

    private static UpstreamRequest send(WireCall call) {
        return Wires.of(call.request().protocol(), call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join();
    }

    private static JsonNode body(UpstreamRequest sent) throws Exception {
        StringBuilder text = new StringBuilder();
        sent.body().forEach(piece -> text.append(StandardCharsets.UTF_8.decode(piece.duplicate())));
        return JSON.readTree(text.toString());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
