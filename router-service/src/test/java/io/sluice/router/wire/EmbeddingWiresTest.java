package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.UnsupportedRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Embeddings of providers that have their own form of them. */
class EmbeddingWiresTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** 0.5 and -2 as floats of 32 bits, the lowest byte first. */
    private static final String BYTES = "AAAAPwAAAMA=";

    @Test
    void shouldAskTitanTextByText() throws IOException {
        WireCall call = call("bedrock", "amazon.titan-embed-text-v2:0", "'input':['one','two'],'dimensions':256");
        assertThat(asked(call)).isEqualTo(json("{'inputText':'one','dimensions':256}"));
        AnswerReader reader = Wires.of(Protocol.OPENAI_EMBEDDINGS, call.target())
                .orElseThrow()
                .reader(call);
        RecordingSink sink = new RecordingSink();

        answer(reader, "{'embedding':[0.5],'inputTextTokenCount':3}", Map.of(), sink);

        assertThat(sink.done).isFalse();
        assertThat(body(sink.asked)).isEqualTo(json("{'inputText':'two','dimensions':256}"));
        assertThat(sink.usage).as("what came, should the next one fail").isEqualTo(TokenUsage.of(3, 0));

        answer(reader, "{'embedding':[0.25],'inputTextTokenCount':4}", Map.of(), sink);

        assertThat(sink.done).isTrue();
        assertThat(sink.usage).isEqualTo(TokenUsage.of(7, 0));
        JsonNode data = JSON.readTree(sink.text()).path("data");
        assertThat(data.findValues("embedding")).hasToString("[[0.5], [0.25]]");
        assertThat(data.path(1).path("index").asInt()).isEqualTo(1);
    }

    @Test
    void shouldCountCoheresTokensOnBedrockByItsHeader() throws IOException {
        WireCall call = call("bedrock", "cohere.embed-english-v3", "'input':'hello','dimensions':256,'knob':1");
        assertThat(asked(call))
                .isEqualTo(json("{'texts':['hello'],'input_type':'search_document','output_dimension':256}"));

        RecordingSink sink = read(call, "{'embeddings':[[0.5]]}", Map.of("x-amzn-bedrock-input-token-count", "9"));

        assertThat(sink.usage).isEqualTo(TokenUsage.of(9, 0));
    }

    @Test
    void shouldSendAllTextsInOnePredictionToVertex() throws IOException {
        WireCall call = call(
                "vertex_ai",
                "text-embedding-005",
                "'input':['one','two'],'dimensions':256,'input_type':'RETRIEVAL_QUERY','encoding_format':'float'");
        assertThat(asked(call))
                .isEqualTo(json("{'instances':[{'content':'one','task_type':'RETRIEVAL_QUERY'},"
                        + "{'content':'two','task_type':'RETRIEVAL_QUERY'}],"
                        + "'parameters':{'outputDimensionality':256}}"));

        RecordingSink sink = read(
                call,
                "{'predictions':[{'embeddings':{'values':[1],'statistics':{'token_count':2}}},"
                        + "{'embeddings':{'values':[2],'statistics':{'token_count':3}}}]}",
                Map.of());

        assertThat(sink.usage).isEqualTo(TokenUsage.of(5, 0));
    }

    @Test
    void shouldSendVertexsGeminiModelsOneText() throws IOException {
        WireCall call = call("vertex_ai", "gemini-embedding-001", "'input':['one','two']");

        assertThat(asked(call).path("instances")).hasToString("[{\"content\":\"one\"}]");
    }

    @Test
    void shouldNameTheProjectToWatsonx() throws IOException {
        WireCall call = WireCalls.of(
                Protocol.OPENAI_EMBEDDINGS,
                "watsonx",
                "ibm/slate",
                "{\"model\":\"asked\",\"input\":\"hello\"}",
                -1,
                Map.of("project_id", "p"));
        assertThat(asked(call)).isEqualTo(json("{'inputs':['hello'],'model_id':'ibm/slate','project_id':'p'}"));

        RecordingSink sink = read(call, "{'results':[{'embedding':[1]}],'input_token_count':4}", Map.of());

        assertThat(sink.usage).isEqualTo(TokenUsage.of(4, 0));
    }

    @Test
    void shouldMakeBytesOfNumbersForClientsThatWantThem() throws IOException {
        String input = "'input':'hello','encoding_format':'base64'";

        assertThat(read(call("gemini", "m", input), "{'embeddings':[{'values':[0.5,-2]}]}", Map.of())
                        .text())
                .contains("\"embedding\":\"" + BYTES + "\"");
        WireCall databricks = call("databricks", "m", input);
        assertThat(asked(databricks).has("encoding_format")).isFalse();
        assertThat(read(databricks, "{'data':[{'embedding':[0.5,-2],'index':0}],'model':'m'}", Map.of())
                        .text())
                .contains("\"embedding\":\"" + BYTES + "\"")
                .contains("\"model\":\"asked\"");
    }

    @Test
    void shouldAskAzureForBytesAndGiveNumbersToClientsThatSayNothing() throws IOException {
        String answer = "{'data':[{'embedding':'" + BYTES + "','index':0}],'model':'m'}";
        WireCall unsaid = call("azure", "m", "'input':'hello'");
        assertThat(asked(unsaid).path("encoding_format").asText()).isEqualTo("base64");
        assertThat(read(unsaid, answer, Map.of()).text())
                .contains("\"embedding\":[0.5,-2.0]")
                .contains("\"model\":\"asked\"");
        assertThat(asked(call("azure", "m", "'input':'hello','encoding_format':null"))
                        .path("encoding_format")
                        .asText())
                .isEqualTo("base64");

        WireCall bytes = call("azure", "m", "'input':'hello','encoding_format':'base64'");
        assertThat(read(bytes, answer, Map.of()).text()).contains(BYTES);
        WireCall numbers = call("azure", "m", "'input':'hello','encoding_format':'float'");
        assertThat(asked(numbers).path("encoding_format").asText()).isEqualTo("float");
    }

    @Test
    void shouldFailWhenBytesAreNone() {
        RecordingSink sink =
                read(call("azure", "m", "'input':'hello'"), "{'data':[{'embedding':'?','index':0}]}", Map.of());

        assertThat(sink.done).isFalse();
        assertThat(sink.failure).isNotNull();
    }

    @Test
    void shouldSendTheTextOfTokensToThoseThatHaveAnotherTokenizer() throws IOException {
        assertThat(asked(call("voyage", "m", "'input':[[15339,1917]]")).path("input"))
                .hasToString("[\"hello world\"]");
        assertThat(asked(call("bedrock", "amazon.titan-embed-text-v1", "'input':[15339,1917]")))
                .isEqualTo(json("{'inputText':'hello world'}"));
        assertThat(asked(call("openai", "m", "'input':[[15339,1917]]")).path("input"))
                .hasToString("[[15339,1917]]");
    }

    @Test
    void shouldChargeTheAmountThatOpenRouterSays() {
        RecordingSink sink = read(
                call("openrouter", "m", "'input':'a'"),
                "{'data':[{'embedding':[1]}],'usage':{'prompt_tokens':1,'total_tokens':1,'cost':0.002}}",
                Map.of());

        assertThat(sink.charges.said()).isEqualTo(Money.ofDollars(new BigDecimal("0.002")));
    }

    @Test
    void shouldRefuseTokensOfNoVocabulary() {
        assertThatThrownBy(() -> asked(call("cohere", "m", "'input':[[999999999]]")))
                .hasRootCauseInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("cl100k_base");
    }

    @Test
    void shouldRefuseWhatAModelDoesNotTake() {
        assertThatThrownBy(() -> asked(call("bedrock", "amazon.titan-embed-text-v1", "'input':'a','dimensions':1")))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("dimensions");
        assertThatThrownBy(() -> asked(call("bedrock", "someone.embed-v1", "'input':'a'")))
                .hasRootCauseInstanceOf(UnsupportedRequestException.class);
    }

    private static WireCall call(String provider, String model, String members) {
        String body = ("{'model':'asked'," + members + "}").replace('\'', '"');
        return WireCalls.of(Protocol.OPENAI_EMBEDDINGS, provider, model, body, -1, Map.of());
    }

    private static JsonNode asked(WireCall call) throws IOException {
        JsonNode body = body(Wires.of(Protocol.OPENAI_EMBEDDINGS, call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join());
        if (body instanceof ObjectNode object) {
            object.remove("model");
        }
        return body;
    }

    private static JsonNode body(UpstreamRequest request) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece : request.body()) {
            byte[] bytes = new byte[piece.remaining()];
            piece.duplicate().get(bytes);
            all.write(bytes);
        }
        return JSON.readTree(all.toByteArray());
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static RecordingSink read(WireCall call, String answer, Map<String, String> headers) {
        RecordingSink sink = new RecordingSink();
        answer(Wires.of(Protocol.OPENAI_EMBEDDINGS, call.target()).orElseThrow().reader(call), answer, headers, sink);
        return sink;
    }

    private static void answer(AnswerReader reader, String answer, Map<String, String> headers, RecordingSink sink) {
        byte[] bytes = answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        reader.complete(200, headers, ByteBuffer.wrap(bytes), sink);
    }
}
