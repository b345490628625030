package io.sluice.router.asked;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.engine.Scans;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedsTest {

    private static final Set<String> TELLING = Set.of(
            "vision",
            "audio_input",
            "video_input",
            "pdf_input",
            "audio_output",
            "function_calling",
            "response_schema",
            "temperature",
            "n",
            "seed");

    /** The scan lets it through, and the provider says what is wrong with it. */
    @Test
    void shouldAskForNothingInBytesThatAreNoText() {
        RouteRequest request =
                request(Protocol.OPENAI_CHAT, "{\"messages\":[{\"content\":\"~\"}],\"tools\":[\"~\"],\"seed\":1}");
        byte[] bytes = request.body().array();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '~' ? (byte) 0xe9 : bytes[i];
        }

        assertThat(Needs.of(request, TELLING)).containsExactly("seed");
    }

    private static RouteRequest request(Protocol protocol, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new RouteRequest(
                "call",
                protocol,
                new Caller.Admin("hash"),
                "m",
                "m",
                Scans.of(bytes),
                ByteBuffer.wrap(bytes),
                -1,
                Long.MAX_VALUE,
                -1,
                Map.of(),
                null,
                List.of());
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            OPENAI_CHAT       | {"messages":[{"content":"type image_url"}]} |
            OPENAI_CHAT       | {"messages":[{"content":[{"type":"text","text":"image"}]}]} |
            OPENAI_CHAT       | {"messages":[{"content":[{"type":"image_url","image_url":{"url":"x"}}]}]} | vision
            OPENAI_CHAT       | {"messages":[{"content":[{"type":"input_audio"},{"type":"image_url"}]}]} | vision audio_input
            OPENAI_CHAT       | {"messages":[{"content":[{"type":"video_url"}]}]} | video_input
            OPENAI_CHAT       | {"tools":[],"functions":[{"name":"f"}]} | function_calling
            OPENAI_CHAT       | {"tools":[],"modalities":["text"],"n":1,"seed":null} |
            OPENAI_CHAT       | {"n":2,"response_format":{"type":"json_schema"},"temperature":0} | response_schema n temperature
            OPENAI_CHAT       | {"response_format":{"type":"json_object"},"modalities":["text","audio"]} | audio_output
            OPENAI_RESPONSES  | {"input":"type input_image"} |
            OPENAI_RESPONSES  | {"input":[{"role":"user","content":[{"type":"input_image"},{"type":"input_file"}]}],"temperature":1} | vision pdf_input
            OPENAI_RESPONSES  | {"text":{"format":{"type":"json_schema"}}} | response_schema
            ANTHROPIC_MESSAGES| {"messages":[{"content":[{"type":"tool_result","content":[{"type":"image"}]}]}]} | vision
            ANTHROPIC_MESSAGES| {"messages":[{"content":[{"type":"tool_use","input":{"type":"image"}}]}]} |
            ANTHROPIC_MESSAGES| {"messages":[{"content":[{"type":"document"}]}],"tools":[{"name":"f"}]} | pdf_input function_calling
            ANTHROPIC_MESSAGES| {"output_config":{"format":{"type":"json_schema"}}} | response_schema
            GEMINI_GENERATE   | {"contents":[{"parts":[{"inlineData":{"mimeType":"image/png"}},{"fileData":{"mime_type":"audio/wav"}}]}]} | vision audio_input
            GEMINI_GENERATE   | {"contents":[{"parts":[{"functionCall":{"args":{"mimeType":"image/png"}}}]}]} |
            GEMINI_GENERATE   | {"generationConfig":{"responseSchema":{"type":"object"}}} | response_schema
            """)
    void shouldSayWhatARequestAsksOfAModelTheWeightierFirst(Protocol protocol, String body, String needs) {
        List<String> expected = needs == null ? List.of() : Arrays.asList(needs.split(" "));
        assertThat(Needs.of(request(protocol, body), TELLING)).isEqualTo(expected);
    }

    @Test
    void shouldNotLookForWhatMakesNoDifference() {
        String body = "{\"tools\":[{}],\"seed\":1,\"messages\":[{\"content\":[{\"type\":\"image_url\"}]}]}";

        assertThat(Needs.of(request(Protocol.OPENAI_CHAT, body), Set.of())).isEmpty();
        assertThat(Needs.of(request(Protocol.OPENAI_CHAT, body), Set.of("vision")))
                .containsExactly("vision");
        assertThat(Needs.of(request(Protocol.OPENAI_CHAT, body), Set.of("function_calling", "seed")))
                .containsExactly("function_calling", "seed");
    }
}
