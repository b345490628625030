package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.failure.UnsupportedRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Cohere, Databricks, Snowflake, Cloudflare, Replicate and watsonx are sent, and the Responses API, beyond the recorded cases. */
class NewerWiresTest {

    private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";
    private static final String TOOLS =
            "'tools':[{'type':'function','function':{'name':'a'}},{'type':'function','function':{'name':'b'}}]";

    @Test
    void shouldDemandOneToolOfCohereByNamingNoOther() throws Exception {
        JsonNode body = body(chat(
                "cohere_chat",
                "command-a-03-2025",
                HI + "," + TOOLS + ",'tool_choice':{'type':'function','function':{'name':'b'}}"));

        assertThat(body.path("tool_choice").asText()).isEqualTo("REQUIRED");
        assertThat(body.path("tools")).hasSize(1);
        assertThat(body.path("tools").path(0).path("function").path("name").asText())
                .isEqualTo("b");
    }

    @Test
    void shouldAskCohereForASchemaInItsOwnWords() throws Exception {
        JsonNode body = body(
                chat(
                        "cohere",
                        "command-r-plus",
                        HI
                                + ",'response_format':{'type':'json_schema','json_schema':{'name':'x','schema':{'type':'object'}}}"));

        assertThat(body.path("response_format"))
                .isEqualTo(json("{'type':'json_object','json_schema':{'type':'object'}}"));
    }

    @Test
    void shouldGiveCohereItsThoughtsBack() throws Exception {
        JsonNode body = body(
                chat(
                        "cohere_chat",
                        "command-a-03-2025",
                        "'messages':[{'role':'assistant','content':'Hello','reasoning_content':'Greet.'},{'role':'user','content':'Hi'}]"));

        assertThat(body.path("messages").path(0).path("content"))
                .isEqualTo(json("[{'type':'thinking','thinking':'Greet.'},{'type':'text','text':'Hello'}]"));
    }

    @Test
    void shouldCallAStreamOfCohereBrokenWhenItsGenerationFailed() {
        RecordingSink sink = new RecordingSink();
        WireCall call =
                call(Protocol.OPENAI_CHAT, "cohere_chat", "command-a-03-2025", HI + ",'stream':true", -1, Map.of());
        AnswerReader reader = wire(call).reader(call);

        reader.chunk(bytes("data: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\"}}\n\n"), sink);

        assertThat(sink.done).isFalse();
        assertThat(sink.failure.message()).contains("ERROR");
    }

    @Test
    void shouldAskOpenAisModelsForAnthropicsClientsByResponses() throws Exception {
        UpstreamRequest sent = messages("'max_tokens':64," + HI + ",'system':'Be brief.'", -1);

        assertThat(sent.uri()).endsWith("/responses");
        assertThat(body(sent).path("instructions").asText()).isEqualTo("Be brief.");
    }

    @Test
    void shouldTellWhatStandsBesideAnAnswerWhicheverApiGaveIt() throws Exception {
        String response =
                "{'id':'resp_1','output':[{'type':'message','content':[{'type':'output_text','text':'Hi.'}]}],"
                        + "'status':'completed','service_tier':'flex'}";
        WireCall chat = call(Protocol.OPENAI_CHAT, "openai", "gpt-5-pro", HI, -1, Map.of());
        RecordingSink sink = new RecordingSink();
        wire(chat).reader(chat).complete(200, Map.of(), bytes(response.replace('\'', '"')), sink);
        assertThat(RecordedAnswers.JSON
                        .readTree(sink.text())
                        .path("service_tier")
                        .asText())
                .isEqualTo("flex");

        WireCall streamed = call(Protocol.OPENAI_CHAT, "openai", "gpt-5-pro", HI + ",'stream':true", -1, Map.of());
        RecordingSink stream = new RecordingSink();
        AnswerReader reader = wire(streamed).reader(streamed);
        String events = "data: {'type':'response.created','response':{'id':'r','service_tier':'auto'}}\n\n"
                + "data: {'type':'response.output_text.delta','output_index':0,'delta':'Hi.'}\n\n"
                + "data: {'type':'response.completed','response':" + response + "}\n\n";
        reader.chunk(bytes(events.replace('\'', '"')), stream);
        reader.end(stream);
        assertThat(stream.text()).contains("\"service_tier\":\"auto\"").contains("\"service_tier\":\"flex\"");

        WireCall bridged = call(Protocol.OPENAI_RESPONSES, "groq", "m", "'input':'Hi'", -1, Map.of());
        RecordingSink other = new RecordingSink();
        String completion = "{'id':'c','service_tier':'on_demand','system_fingerprint':'fp','choices':[{'index':0,"
                + "'message':{'role':'assistant','content':'Hi.'},'finish_reason':'stop'}]}";
        wire(bridged).reader(bridged).complete(200, Map.of(), bytes(completion.replace('\'', '"')), other);
        assertThat(RecordedAnswers.JSON
                        .readTree(other.text())
                        .path("service_tier")
                        .asText())
                .isEqualTo("on_demand");

        WireCall guarded = call(Protocol.OPENAI_CHAT, "bedrock", "amazon.nova-pro-v1:0", HI, -1, Map.of());
        RecordingSink traced = new RecordingSink();
        String converse = "{'output':{'message':{'content':[{'text':'No.'}]}},'stopReason':'guardrail_intervened',"
                + "'trace':{'guardrail':{'inputAssessment':{}}}}";
        wire(guarded).reader(guarded).complete(200, Map.of(), bytes(converse.replace('\'', '"')), traced);
        assertThat(RecordedAnswers.JSON
                        .readTree(traced.text())
                        .at("/trace/guardrail")
                        .isObject())
                .isTrue();
    }

    @Test
    void shouldPassATierToAzuresNewestModelsOnly() throws Exception {
        assertThat(body(send(call(
                                Protocol.OPENAI_CHAT,
                                "azure",
                                "gpt-5",
                                HI + ",'service_tier':'priority'",
                                -1,
                                Map.of())))
                        .path("service_tier")
                        .asText())
                .isEqualTo("priority");
        for (String model : new String[] {"gpt-4o", "gpt-5-chat", "o3"}) {
            WireCall refused =
                    call(Protocol.OPENAI_CHAT, "azure", model, HI + ",'service_tier':'priority'", -1, Map.of());
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> send(refused))
                    .hasMessageContaining("service_tier");
        }
    }

    @Test
    void shouldAskInAChatWhatResponsesHaveNoWordFor() {
        assertThat(messages("'max_tokens':64,'stop_sequences':['END']," + HI, -1)
                        .uri())
                .endsWith("/chat/completions");
    }

    /** More than was reserved may not be spent of a strict budget, and OpenAI takes no less than 16 there. */
    @Test
    void shouldAskForTheLeastThatOpenAiTakesUnlessABudgetIsStrict() throws Exception {
        WireCall call = call(Protocol.ANTHROPIC_MESSAGES, "openai", "gpt-4o", "'max_tokens':8," + HI, 8, Map.of());
        assertThat(body(send(call)).path("max_output_tokens").asInt()).isEqualTo(16);

        RouteRequest asked = call.request();
        RouteRequest strict = new RouteRequest(
                asked.requestId(),
                asked.protocol(),
                asked.caller(),
                asked.model(),
                asked.requestedModel(),
                asked.scan(),
                asked.body(),
                8,
                1_000_000,
                -1,
                Map.of(),
                null,
                asked.tags());
        assertThat(send(new WireCall(call.target(), strict, "asked")).uri()).endsWith("/chat/completions");
    }

    @Test
    void shouldGiveOpenAiItsReasoningBackAndNobodyElses() throws Exception {
        String whole =
                "{'id':'resp_1','output':[{'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'Hm.'}],"
                        + "'encrypted_content':'c2VjcmV0'},{'type':'message','content':[{'type':'output_text','text':'Hi.'}]}],'status':'completed'}";
        WireCall call = call(Protocol.ANTHROPIC_MESSAGES, "openai", "gpt-5", "'max_tokens':64," + HI, -1, Map.of());
        RecordingSink sink = new RecordingSink();
        wire(call).reader(call).complete(200, Map.of(), bytes(whole.replace('\'', '"')), sink);
        JsonNode thought =
                RecordedAnswers.JSON.readTree(sink.text()).path("content").path(0);

        String turns =
                "'max_tokens':64,'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':[" + thought
                        + ",{'type':'thinking','thinking':'Other.','signature':'EqQB'},{'type':'text','text':'Hi.'}]},{'role':'user','content':'And?'}]";
        WireCall again = call(Protocol.ANTHROPIC_MESSAGES, "openai", "gpt-5", turns, -1, Map.of());
        JsonNode input = body(send(again)).path("input");

        assertThat(input.path(1))
                .isEqualTo(
                        json(
                                "{'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'Hm.'}],'encrypted_content':'c2VjcmV0'}"));
        assertThat(input).hasSize(4);
        // and Anthropic is not shown what OpenAI signed
        WireCall elsewhere = call(
                Protocol.OPENAI_CHAT,
                "anthropic",
                "claude-sonnet-4-5",
                "'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':'Hi.','thinking_blocks':["
                        + thought + "]},{'role':'user','content':'And?'}]",
                -1,
                Map.of());
        assertThat(WireCalls.body(send(elsewhere))).doesNotContain("c2VjcmV0");
    }

    @Test
    void shouldPassMessagesToClaudeOnBedrockWithItsVersionAndBetas() throws Exception {
        WireCall call = call(
                Protocol.ANTHROPIC_MESSAGES,
                "bedrock",
                "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "'max_tokens':64,'stream':true,'service_tier':'auto'," + HI,
                -1,
                Map.of("extra_headers", Map.of("anthropic-beta", "context-1m-2025-08-07")));
        UpstreamRequest sent = send(call);

        assertThat(sent.uri()).endsWith("/invoke-with-response-stream");
        assertThat(body(sent))
                .isEqualTo(json("{'max_tokens':64," + HI
                        + ",'anthropic_version':'bedrock-2023-05-31','anthropic_beta':['context-1m-2025-08-07']}"));
    }

    @Test
    void shouldRefuseASearchThatBedrockDoesNotRun() {
        WireCall call = call(
                Protocol.ANTHROPIC_MESSAGES,
                "bedrock",
                "anthropic.claude-sonnet-4-5-20250929-v1:0",
                "'max_tokens':64,'tools':[{'type':'web_search_20250305','name':'web_search'}]," + HI,
                -1,
                Map.of());

        assertThatThrownBy(() -> send(call))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("web_search_20250305");
    }

    @Test
    void shouldGiveDatabricksClaudeItsSignedThoughtsBack() throws Exception {
        JsonNode body = body(
                chat(
                        "databricks",
                        "databricks-claude-sonnet-4-5",
                        "'reasoning_effort':'low','messages':[{'role':'assistant','content':'Hello','reasoning_content':'Greet.','thinking_blocks':"
                                + "[{'type':'thinking','thinking':'Greet.','signature':'c2ln'}]},{'role':'user','content':'Hi'}]"));

        assertThat(body.path("messages").path(0).path("content"))
                .isEqualTo(json(
                        "[{'type':'reasoning','summary':[{'type':'summary_text','text':'Greet.','signature':'c2ln'}]},"
                                + "{'type':'text','text':'Hello'}]"));
        assertThat(body.path("max_tokens").asLong())
                .isGreaterThan(body.path("thinking").path("budget_tokens").asLong());
    }

    @Test
    void shouldShowSnowflakeWhatKindOfTokenItGets() {
        assertThat(send(WireCalls.of("snowflake", "llama3.1-70b", quoted("{" + HI + "}"), -1, Map.of()))
                        .headers())
                .containsEntry("x-snowflake-authorization-token-type", "KEYPAIR_JWT");
    }

    @Test
    void shouldNameWatsonxAProjectOrADeployment() throws Exception {
        UpstreamRequest sent =
                send(call(Protocol.OPENAI_CHAT, "watsonx", "ibm/granite", HI, -1, Map.of("project_id", "p1")));
        assertThat(sent.uri()).endsWith("/ml/v1/text/chat?version=2024-03-13");
        assertThat(body(sent).path("model_id").asText()).isEqualTo("ibm/granite");
        assertThat(body(sent).path("project_id").asText()).isEqualTo("p1");

        UpstreamRequest deployed = send(call(Protocol.OPENAI_CHAT, "watsonx", "deployment/d1", HI, -1, Map.of()));
        assertThat(deployed.uri()).contains("/ml/v1/deployments/d1/text/chat?");
        assertThat(body(deployed).has("model_id")).isFalse();

        assertThatThrownBy(() -> send(call(Protocol.OPENAI_CHAT, "watsonx", "ibm/granite", HI, -1, Map.of())))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("project_id");
    }

    @Test
    void shouldAskReplicateUntilThePredictionHasEnded() {
        WireCall call = call(Protocol.OPENAI_CHAT, "replicate", "meta/meta-llama-3-8b-instruct", HI, -1, Map.of());
        assertThat(send(call).uri()).endsWith("/models/meta/meta-llama-3-8b-instruct/predictions");
        AnswerReader reader = wire(call).reader(call);
        RecordingSink begun = new RecordingSink();
        reader.complete(201, Map.of(), bytes("{\"id\":\"p1\",\"status\":\"starting\",\"output\":null}"), begun);

        assertThat(begun.asked.method()).isEqualTo("GET");
        assertThat(begun.asked.uri()).isEqualTo("http://upstream/v1/predictions/p1");
        assertThat(begun.asked.headers()).containsEntry("authorization", "Token key-1234567890");

        RecordingSink ended = new RecordingSink();
        reader.complete(
                200,
                Map.of(),
                bytes("{\"id\":\"p1\",\"status\":\"succeeded\",\"output\":[\"Par\",\"is.\"],"
                        + "\"metrics\":{\"input_token_count\":14,\"output_token_count\":8}}"),
                ended);
        assertThat(ended.done).isTrue();
        assertThat(ended.text()).contains("Paris.");
        assertThat(ended.usage.output()).isEqualTo(8);
    }

    @Test
    void shouldReadReplicatesStreamWhereItSaysAndShowNoKeyToStrangers() {
        WireCall call = call(
                Protocol.OPENAI_CHAT,
                "replicate",
                "meta/meta-llama-3-8b-instruct",
                HI + ",'stream':true",
                -1,
                Map.of());
        String begun = "{\"id\":\"p1\",\"status\":\"starting\",\"output\":null,\"urls\":{\"stream\":\"%s\"}}";
        AnswerReader reader = wire(call).reader(call);
        RecordingSink sink = new RecordingSink();
        reader.chunk(bytes(begun.formatted("https://stream.replicate.com/v1/p1")), sink);
        reader.end(sink);
        assertThat(sink.asked.uri()).isEqualTo("https://stream.replicate.com/v1/p1");

        reader.chunk(bytes("event: output\ndata: Par\n\nevent: output\ndata: is\ndata: .\n\n"), sink);
        reader.chunk(bytes("event: done\ndata: {}\n\n"), sink);
        reader.end(sink);
        assertThat(sink.done).isTrue();
        assertThat(AssembledChat.ofStream(sink.text()).toString()).contains("Paris\n.");

        RecordingSink elsewhere = new RecordingSink();
        AnswerReader other = wire(call).reader(call);
        other.chunk(bytes(begun.formatted("https://evil.example/p1")), elsewhere);
        other.end(elsewhere);
        assertThat(elsewhere.asked.uri()).startsWith("http://upstream/");
    }

    @Test
    void shouldAskPartnersAtVertexWhereTheyAre() throws Exception {
        UpstreamRequest mistral = send(call(
                Protocol.OPENAI_CHAT, "vertex_ai", "mistral-large@2407", HI + ",'stream':true,'seed':7", -1, Map.of()));
        assertThat(mistral.uri()).endsWith("/publishers/mistralai/models/mistral-large@2407:streamRawPredict?alt=sse");
        assertThat(body(mistral).path("model").asText()).isEqualTo("mistral-large");
        assertThat(body(mistral).path("random_seed").asInt()).isEqualTo(7);
        assertThat(send(call(Protocol.OPENAI_CHAT, "vertex_ai", "codestral-2501", HI, -1, Map.of()))
                        .uri())
                .endsWith("/publishers/mistralai/models/codestral-2501:rawPredict");

        UpstreamRequest llama = send(call(
                Protocol.ANTHROPIC_MESSAGES,
                "vertex_ai",
                "meta/llama-3.3-70b-instruct-maas",
                "'max_tokens':64," + HI,
                -1,
                Map.of()));
        assertThat(llama.uri()).endsWith("/endpoints/openapi/chat/completions");
        assertThat(body(llama).path("model").asText()).isEqualTo("meta/llama-3.3-70b-instruct-maas");
        assertThat(send(call(Protocol.OPENAI_CHAT, "vertex_ai", "openai/1234", HI, -1, Map.of()))
                        .uri())
                .endsWith("/endpoints/1234/chat/completions");
        assertThat(send(call(Protocol.OPENAI_CHAT, "vertex_ai", "gemini-2.5-flash", HI, -1, Map.of()))
                        .uri())
                .endsWith("/publishers/google/models/gemini-2.5-flash:generateContent");
    }

    @Test
    void shouldReadTheAnswersOfPartnersAtVertexAsOpenAis() {
        WireCall call = call(Protocol.OPENAI_CHAT, "vertex_ai", "meta/llama-3.3-70b-instruct-maas", HI, -1, Map.of());
        RecordingSink sink = new RecordingSink();

        wire(call)
                .reader(call)
                .complete(
                        200,
                        Map.of(),
                        bytes(
                                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi.\"},\"finish_reason\":\"stop\"}],"
                                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}"),
                        sink);

        assertThat(sink.text()).contains("Hi.");
        assertThat(sink.usage.output()).isEqualTo(2);
    }

    @Test
    void shouldSayWhatToUseInPlaceOfPalm() {
        assertThatThrownBy(() -> send(call(Protocol.OPENAI_CHAT, "vertex_ai", "chat-bison@002", HI, -1, Map.of())))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("gemini/");
    }

    @Test
    void shouldReportSearchesThatAProviderCharges() {
        WireCall gemini = call(Protocol.OPENAI_CHAT, "gemini", "gemini-2.5-flash", HI, -1, Map.of());
        RecordingSink grounded = new RecordingSink();
        wire(gemini)
                .reader(gemini)
                .complete(
                        200,
                        Map.of(),
                        bytes(quoted("{'candidates':[{'content':{'parts':[{'text':'Paris.'}]},'finishReason':'STOP',"
                                + "'groundingMetadata':{'webSearchQueries':['a','b']}}],"
                                + "'usageMetadata':{'promptTokenCount':3,'candidatesTokenCount':2}}")),
                        grounded);
        assertThat(grounded.charges.quantity(PriceMeter.WEB_SEARCH)).isEqualTo(2);

        WireCall claude = call(
                Protocol.ANTHROPIC_MESSAGES, "anthropic", "claude-sonnet-4-5", "'max_tokens':64," + HI, -1, Map.of());
        RecordingSink searched = new RecordingSink();
        wire(claude)
                .reader(claude)
                .complete(
                        200,
                        Map.of(),
                        bytes(
                                quoted(
                                        "{'content':[{'type':'text','text':'Paris.'}],'stop_reason':'end_turn',"
                                                + "'usage':{'input_tokens':3,'output_tokens':2,'server_tool_use':{'web_search_requests':3}}}")),
                        searched);
        assertThat(searched.charges.quantity(PriceMeter.WEB_SEARCH)).isEqualTo(3);
    }

    private static UpstreamRequest chat(String provider, String model, String members) {
        return send(call(Protocol.OPENAI_CHAT, provider, model, members, -1, Map.of()));
    }

    private static UpstreamRequest messages(String members, long cap) {
        return send(call(Protocol.ANTHROPIC_MESSAGES, "openai", "gpt-4o", members, cap, Map.of()));
    }

    private static WireCall call(
            Protocol protocol, String provider, String model, String members, long cap, Map<String, Object> params) {
        return WireCalls.of(protocol, provider, model, quoted("{'model':'asked'," + members + "}"), cap, params);
    }

    private static Wire wire(WireCall call) {
        return Wires.of(call.request().protocol(), call.target()).orElseThrow();
    }

    private static UpstreamRequest send(WireCall call) {
        return wire(call).encode(call).toCompletableFuture().join();
    }

    private static JsonNode body(UpstreamRequest request) throws IOException {
        return RecordedAnswers.JSON.readTree(WireCalls.body(request));
    }

    private static JsonNode json(String text) throws IOException {
        return RecordedAnswers.JSON.readTree(quoted(text));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
