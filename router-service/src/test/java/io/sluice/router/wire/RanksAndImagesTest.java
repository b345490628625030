package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ranks, verdicts and images of providers that have their own form of them. */
class RanksAndImagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RANK = "'query':'q','documents':['a',{'text':'b'}],'top_n':1";

    @Test
    void shouldAskBedrockForRanks() throws IOException {
        WireCall call = call(Protocol.COHERE_RERANK, "bedrock", "amazon.rerank-v1:0", RANK);
        JsonNode asked = JSON.readTree(body(encode(call)));

        assertThat(asked.path("sources").findValuesAsText("type")).containsExactly("INLINE", "TEXT", "INLINE", "JSON");
        JsonNode configuration = asked.path("rerankingConfiguration").path("bedrockRerankingConfiguration");
        assertThat(configuration.path("numberOfResults").asInt()).isEqualTo(1);
        assertThat(configuration.path("modelConfiguration").path("modelArn").asText())
                .isEqualTo("arn:aws:bedrock:us-east-1::foundation-model/amazon.rerank-v1:0");

        RecordingSink sink = read(call, "{'results':[{'index':1,'relevanceScore':0.9}]}");
        assertThat(sink.text()).contains("{\"index\":1,\"relevance_score\":0.9}");
        assertThat(sink.charges.quantity(PriceMeter.SEARCH_QUERY)).isEqualTo(1);
    }

    @Test
    void shouldPutScoresInOrderThatComeInThatOfTheDocuments() {
        WireCall call = call(Protocol.COHERE_RERANK, "deepinfra", "m", RANK);
        RecordingSink sink = read(call, "{'scores':[0.1,0.9],'input_tokens':7}");

        assertThat(sink.text()).contains("\"results\":[{\"index\":1,\"relevance_score\":0.9}]");
        assertThat(sink.usage).isEqualTo(TokenUsage.of(7, 0));
    }

    @Test
    void shouldCutRanksOfAProviderThatGivesAll() {
        WireCall call = call(Protocol.COHERE_RERANK, "huggingface", "m", RANK);
        RecordingSink sink = read(call, "[{'index':0,'score':0.1},{'index':1,'score':0.9}]");

        assertThat(sink.text()).contains("\"results\":[{\"index\":1,\"relevance_score\":0.9}]");
    }

    @Test
    void shouldTellTokensBesideWhatInfinitySaysOfItself() throws IOException {
        WireCall call = call(Protocol.COHERE_RERANK, "infinity", "m", RANK);
        RecordingSink sink = read(call, "{'results':[],'meta':{'billed_units':{'search_units':1}}}");

        assertThat(JSON.readTree(sink.text()).path("meta").path("tokens"))
                .hasToString("{\"input_tokens\":0,\"output_tokens\":0}");
        assertThat(sink.usage).as("not said, so not billed").isNull();
    }

    @Test
    void shouldFailWithoutScores() {
        assertThat(read(call(Protocol.COHERE_RERANK, "deepinfra", "m", RANK), "{'scores':['x']}").failure)
                .isNotNull();
        assertThat(read(call(Protocol.COHERE_RERANK, "watsonx", "m", RANK), "{'results':null}").failure)
                .isNotNull();
    }

    @Test
    void shouldNotSayAPathTwiceThatABaseUrlHas() {
        assertThat(uri("cohere", "http://h")).isEqualTo("http://h/v2/rerank");
        assertThat(uri("cohere", "http://h/v2")).isEqualTo("http://h/v2/rerank");
        assertThat(uri("cohere", "http://h/v1/rerank")).isEqualTo("http://h/v1/rerank");
        assertThat(uri("fireworks_ai", "http://h")).isEqualTo("http://h/inference/v1/rerank");
        assertThat(uri("fireworks_ai", "http://h/inference/v1")).isEqualTo("http://h/inference/v1/rerank");
    }

    private static String uri(String provider, String base) {
        WireCall call = call(Protocol.COHERE_RERANK, provider, "m", RANK);
        var target = call.target();
        return encode(new WireCall(
                        new Target(
                                target.deploymentId(),
                                target.modelGroup(),
                                target.provider(),
                                target.providerModel(),
                                base,
                                target.apiKey(),
                                target.params(),
                                target.card(),
                                target.dropParams(),
                                target.modifyParams()),
                        call.request(),
                        "asked"))
                .uri();
    }

    @Test
    void shouldGiveVerdictsBothTheirNames() throws IOException {
        RecordingSink sink = read(
                call(Protocol.OPENAI_MODERATIONS, "openai", "m", "'input':'a'"),
                "{'results':[{'flagged':true,'categories':{'self-harm':true,'hate/threatening':false}}]}");
        JsonNode categories = JSON.readTree(sink.text()).path("results").path(0).path("categories");

        assertThat(categories)
                .hasToString(
                        "{\"self-harm\":true,\"hate/threatening\":false,\"self_harm\":true,\"hate_threatening\":false}");
    }

    @Test
    void shouldAskImagenForARatio() {
        WireCall call = call(Protocol.OPENAI_IMAGES, "gemini", "imagen-4.0", "'prompt':'p','size':'1792x1024','n':2");

        assertThat(body(encode(call)))
                .isEqualTo("{\"instances\":[{\"prompt\":\"p\"}],"
                        + "\"parameters\":{\"sampleCount\":2,\"aspectRatio\":\"16:9\",\"imageSize\":\"2K\"}}");
    }

    @Test
    void shouldCountImagesForTheBill() {
        RecordingSink sink = read(
                call(Protocol.OPENAI_IMAGES, "bedrock", "amazon.nova-canvas-v1:0", "'prompt':'p'"),
                "{'images':['AA==','AA=='],'error':null}");

        assertThat(sink.charges.quantity(PriceMeter.OUTPUT_IMAGE)).isEqualTo(2);
        assertThat(sink.usage).isNull();
    }

    @Test
    void shouldFailWhenNoImageCame() {
        WireCall call = call(Protocol.OPENAI_IMAGES, "gemini", "imagen-4.0", "'prompt':'p'");

        assertThat(read(call, "{'predictions':[{'raiFilteredReason':'held back'}]}")
                        .failure
                        .message())
                .contains("held back");
    }

    @Test
    void shouldRefuseASizeThatIsNone() {
        WireCall call = call(Protocol.OPENAI_IMAGES, "gemini", "imagen-4.0", "'prompt':'p','size':'big'");

        assertThatThrownBy(() -> encode(call)).isInstanceOf(UnsupportedRequestException.class);
    }

    @Test
    void shouldWriteStabilitysForm() {
        UpstreamRequest request = encode(
                call(Protocol.OPENAI_IMAGES, "stability", "sd3.5-large", "'prompt':'a \\\"dot\\\"','size':'512x512'"));

        assertThat(request.uri()).endsWith("/v2beta/stable-image/generate/sd3");
        assertThat(request.headers().get("content-type")).startsWith("multipart/form-data; boundary=");
        assertThat(body(request))
                .contains("name=\"aspect_ratio\"\r\n\r\n1:1\r\n")
                .contains("a \"dot\"")
                .contains("name=\"none\"; filename=\"upload\"\r\ncontent-type: application/octet-stream\r\n\r\n\r\n--");
    }

    private static WireCall call(Protocol protocol, String provider, String model, String members) {
        String body = ("{'model':'asked'," + members + "}").replace('\'', '"');
        return WireCalls.of(protocol, provider, model, body, -1, Map.of());
    }

    private static UpstreamRequest encode(WireCall call) {
        return Wires.of(call.request().protocol(), call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join();
    }

    private static String body(UpstreamRequest request) {
        StringBuilder all = new StringBuilder();
        request.body().forEach(piece -> all.append(StandardCharsets.UTF_8.decode(piece.duplicate())));
        return all.toString();
    }

    private static RecordingSink read(WireCall call, String answer) {
        RecordingSink sink = new RecordingSink();
        Wires.of(call.request().protocol(), call.target())
                .orElseThrow()
                .reader(call)
                .complete(
                        200,
                        Map.of(),
                        ByteBuffer.wrap(answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                        sink);
        return sink;
    }
}
