package io.sluice.router.wire.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.Protocol;
import io.sluice.router.conversation.Media;
import io.sluice.router.wire.RecordingSink;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.WireCalls;
import io.sluice.router.wire.Wires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Bedrock is sent, beyond the recorded cases. */
class BedrockTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ASK = "{'model':'asked','messages':[{'role':'user','content':'Hi'}]%s}";
    private static final String TOOL =
            "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object','additionalProperties':false}}}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        amazon.nova-lite-v1:0                   | /model/amazon.nova-lite-v1%3A0/converse
        converse/cohere.command-r-v1:0          | /model/cohere.command-r-v1%3A0/converse
        eu-west-1/anthropic.claude-haiku-4-5-v1 | /model/anthropic.claude-haiku-4-5-v1/converse
        invoke/us.meta.llama3-8b-instruct-v1:0  | /model/us.meta.llama3-8b-instruct-v1%3A0/invoke
        amazon.titan-text-lite-v1               | /model/amazon.titan-text-lite-v1/invoke
        arn:aws:bedrock:us-east-1:1:application-inference-profile/a1 | /model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aapplication-inference-profile%2Fa1/converse
        """)
    void shouldCallAModelWhereItIs(String model, String path) {
        UpstreamRequest sent = send(model, "", Map.of("aws_bedrock_runtime_endpoint", "http://endpoint/"));

        assertThat(sent.uri()).isEqualTo("http://endpoint" + path);
    }

    @Test
    void shouldGoToTheRegionThatTheModelNames() {
        assertThat(send("eu-west-1/amazon.nova-lite-v1:0", "", Map.of()).uri())
                .startsWith("https://bedrock-runtime.eu-west-1.amazonaws.com/model/amazon.nova");
        assertThat(send("cn-north-1/amazon.nova-lite-v1:0", "", Map.of()).uri())
                .startsWith("https://bedrock-runtime.cn-north-1.amazonaws.com.cn/");
    }

    @Test
    void shouldCallNothingThatStreamsForLlamaWithTools() {
        assertThat(send("us.meta.llama3-3-70b-instruct-v1:0", ",'stream':true", Map.of())
                        .uri())
                .endsWith("/converse-stream");
        assertThat(send("us.meta.llama3-3-70b-instruct-v1:0", ",'stream':true," + TOOL, Map.of())
                        .uri())
                .endsWith("/converse");
    }

    @ParameterizedTest
    @CsvSource({
        "us.meta.llama3-3-70b-instruct-v1:0,0,0",
        "mistral.mistral-large-2407-v1:0,0,0",
        "us.amazon.nova-pro-v1:0,3,0",
        "anthropic.claude-sonnet-4-5-20250929-v1:0,3,3"
    })
    void shouldMarkForTheCacheWhatTheModelCanKeep(String model, int marks, int hours) {
        String mark = "'cache_control':{'type':'ephemeral','ttl':'1h'}";
        JsonNode sent = json(encode(model, """
                {'model':'asked','messages':[{'role':'system','content':[{'type':'text','text':'s',%1$s}]},
                 {'role':'user','content':[{'type':'text','text':'a',%1$s}]}],
                 'tools':[{'type':'function','function':{'name':'f'},%1$s}]}
                """.formatted(mark), Map.of()));

        assertThat(sent.findValues("cachePoint")).hasSize(marks);
        assertThat(sent.findValues("ttl")).hasSize(hours);
    }

    @Test
    void shouldNameTheFormatWhereClaudeOnBedrockLooksForIt() {
        JsonNode sent = body(
                "invoke/anthropic.claude-sonnet-4-5-20250929-v1:0",
                ",'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}}");

        assertThat(sent.path("output_config").path("format").path("type").asText())
                .isEqualTo("json_schema");
        assertThat(sent.has("output_format")).isFalse();
    }

    @Test
    void shouldCallAStreamWithoutEventsABadGateway() {
        WireCall call =
                WireCalls.of("bedrock", "amazon.nova-lite-v1:0", "{\"messages\":[],\"stream\":true}", -1, Map.of());
        RecordingSink sink = new RecordingSink();

        Wires.of(Protocol.OPENAI_CHAT, call.target()).orElseThrow().reader(call).end(sink);

        assertThat(sink.failure.status()).isEqualTo(502);
    }

    @Test
    void shouldKeepASchemaClosedForClaudeOnly() {
        assertThat(body("anthropic.claude-sonnet-4-5-20250929-v1:0", "," + TOOL).toString())
                .contains("additionalProperties");
        assertThat(body("amazon.nova-lite-v1:0", "," + TOOL).toString()).doesNotContain("additionalProperties");
    }

    @Test
    void shouldCutASchemaThatRefersToItself() {
        String recursive = ",'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object',"
                + "'$defs':{'N':{'type':'object','properties':{'next':{'$ref':'#/$defs/N'}}}},'properties':{'n':{'$ref':'#/$defs/N'}}}}}]";

        assertThat(body("amazon.nova-lite-v1:0", recursive).toString()).doesNotContain("$ref", "$defs");
    }

    @Test
    void shouldAskNewerClaudesForAnEffortAndNovaForItsOwn() {
        assertThat(body("anthropic.claude-opus-4-6-v1", ",'reasoning_effort':'high'")
                        .path("additionalModelRequestFields")
                        .toString())
                .contains("\"adaptive\"", "\"effort\":\"high\"");
        assertThat(body("us.amazon.nova-2-lite-v1:0", ",'reasoning_effort':'low'")
                        .at("/additionalModelRequestFields/reasoningConfig/maxReasoningEffort")
                        .asText())
                .isEqualTo("low");
    }

    @Test
    void shouldTellClaudeNotToCallSeveralToolsAtOnceAndNameItForOthers() {
        assertThat(body("anthropic.claude-sonnet-4-5-20250929-v1:0", ",'parallel_tool_calls':false," + TOOL)
                        .at("/additionalModelRequestFields/tool_choice/disable_parallel_tool_use")
                        .asBoolean())
                .isTrue();
        assertThat(send("amazon.nova-lite-v1:0", ",'parallel_tool_calls':false," + TOOL, Map.of())
                        .notes())
                .containsExactly("parallel_tool_calls");
    }

    @Test
    void shouldPutConversesOwnMembersWhereTheyBelong() {
        JsonNode body = body(
                "amazon.nova-lite-v1:0",
                ",'performanceConfig':{'latency':'optimized'},'requestMetadata':{'a':'b'},"
                        + "'additionalModelRequestFields':{'x':1},'y':2");

        assertThat(body.at("/performanceConfig/latency").asText()).isEqualTo("optimized");
        assertThat(body.at("/requestMetadata/a").asText()).isEqualTo("b");
        assertThat(body.path("additionalModelRequestFields").toString()).isEqualTo("{\"x\":1,\"y\":2}");
    }

    @Test
    void shouldFetchAnAddressThatBedrockDoesNotFetchAndPassOneThatItDoes() {
        String image =
                "{'model':'asked','messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'%s'}}]}]}";

        WireCall call = WireCalls.of(
                "bedrock",
                "amazon.nova-lite-v1:0",
                image.formatted("https://x/cat.png").replace('\'', '"'),
                -1,
                Map.of());
        WireCall fetching = new WireCall(
                call.target(),
                call.request(),
                "asked",
                url -> CompletableFuture.completedStage(new Media.Inline("image/png", "Y2F0")));
        assertThat(WireCalls.body(Wires.of(Protocol.OPENAI_CHAT, call.target())
                        .orElseThrow()
                        .encode(fetching)
                        .toCompletableFuture()
                        .join()))
                .contains("{\"format\":\"png\",\"source\":{\"bytes\":\"Y2F0\"}}");
        assertThat(WireCalls.body(encode("amazon.nova-lite-v1:0", image.formatted("s3://b/cat.png"), Map.of())))
                .contains("{\"format\":\"png\",\"source\":{\"s3Location\":{\"uri\":\"s3://b/cat.png\"}}}");
    }

    private static JsonNode body(String model, String more) {
        return json(send(model, more, Map.of()));
    }

    private static JsonNode json(UpstreamRequest request) {
        try {
            return JSON.readTree(WireCalls.body(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UpstreamRequest send(String model, String more, Map<String, Object> params) {
        return encode(model, ASK.formatted(more), params);
    }

    private static UpstreamRequest encode(String model, String body, Map<String, Object> params) {
        WireCall call = WireCalls.of("bedrock", model, body.replace('\'', '"'), -1, params);
        return Wires.of(Protocol.OPENAI_CHAT, call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join();
    }
}
