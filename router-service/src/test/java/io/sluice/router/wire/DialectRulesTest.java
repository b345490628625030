package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.Protocol;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.failure.UnsupportedRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the providers of OpenAI's dialect need changed; each expectation is what LiteLLM 1.109.1 sends. */
class DialectRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOOL =
            "{'type':'function','function':{'name':'f','strict':true,'parameters':{'type':'object'}}}";

    private record Sent(JsonNode body, List<String> notes) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                groq       | llama-3.3-70b-versatile      | reasoning_effort | false
                groq       | openai/gpt-oss-120b          | reasoning_effort | true
                groq       | openai/gpt-oss-120b          | verbosity        | false
                together_ai| openai/gpt-oss-120b          | reasoning_effort | true
                together_ai| meta-llama/Llama-3.3-70B     | reasoning_effort | false
                xai        | grok-4                       | stop             | false
                xai        | grok-2-latest                | stop             | true
                perplexity | sonar                        | web_search_options | true
                perplexity | sonar                        | tools            | false
                mistral    | mistral-large-latest         | logit_bias       | false
                mistral    | magistral-small-latest       | thinking         | true
                openai     | gpt-4                        | response_format  | false
                openai     | gpt-5.1-codex-max            | top_p            | false
                openai     | gpt-5.2                      | top_p            | true
                openai     | gpt-5-chat-latest            | top_p            | true
                openai     | o3-mini                      | parallel_tool_calls | false
                openai     | a-model-of-tomorrow          | reasoning_effort | true
                novita     | any-model                    | reasoning_effort | false
                databricks | databricks-meta-llama-3-3-70b | reasoning_effort | true
                databricks | databricks-meta-llama-3-3-70b | thinking         | false
                litellm_proxy | any-model                 | verbosity        | true
                custom_openai | any-model                 | any_other_member | true
                anthropic  | claude-3-haiku-20240307      | reasoning_effort | false
                anthropic  | claude-9-next                | reasoning_effort | true
                anthropic  | claude-9-next                | temperature      | false
                anthropic  | a-name-of-ours               | temperature      | true
                """)
    void shouldKnowWhichParametersAModelTakes(String provider, String model, String parameter, boolean taken) {
        String body = "{'model':'asked','messages':[{'role':'user','content':'x'}],'%s':'low'}".formatted(parameter);

        if (taken) {
            assertThat(send(provider, model, body).body.toString()).doesNotContain("error");
        } else {
            assertThatThrownBy(() -> send(provider, model, body))
                    .isInstanceOf(UnsupportedRequestException.class)
                    .hasMessageContaining("['%s'], for model=%s".formatted(parameter, model));
        }
    }

    @Test
    void shouldDropWhatIsNotTakenWhenAskedToAndNameIt() {
        Sent sent = send(
                "cerebras",
                "llama-3.3-70b",
                "{'model':'asked','messages':[],'drop_params':true,'seed':1,'logprobs':true}");

        assertThat(sent.body.has("logprobs")).isFalse();
        assertThat(sent.body.path("seed").asInt()).isEqualTo(1);
        assertThat(sent.notes).containsExactly("logprobs");
    }

    @Test
    void shouldTellTheUserOnlyToWhoeverHasOpenAisModelsAndNameItWhereItIsLeftOut() {
        String body = "{'model':'asked','messages':[],'user':'alice'}";

        assertThat(send("openai", "gpt-4o", body).body.path("user").asText()).isEqualTo("alice");
        assertThat(send("cometapi", "gpt-4o", body).body.path("user").asText()).isEqualTo("alice");
        Sent elsewhere = send("together_ai", "meta-llama/Llama-3.3-70B", body);
        assertThat(elsewhere.body.has("user")).isFalse();
        assertThat(elsewhere.notes).containsExactly("user");
    }

    @Test
    void shouldTakeOneAnswerAsWhatEveryProviderGives() {
        Sent sent = send("cerebras", "llama-3.3-70b", "{'model':'asked','messages':[],'n':1}");

        assertThat(sent.body.has("n")).isFalse();
        assertThat(sent.notes).isEmpty();
        assertThatThrownBy(() -> send("cerebras", "llama-3.3-70b", "{'model':'asked','messages':[],'n':2}"))
                .isInstanceOf(UnsupportedRequestException.class);
    }

    @Test
    void shouldLetTheNewerCapWinWhereAModelKnowsOneOnly() {
        String both = "{'model':'asked','messages':[],'max_tokens':100,'max_completion_tokens':50}";

        assertThat(send("groq", "llama-3.3-70b-versatile", both)
                        .body
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(50);
        assertThat(send("openai", "gpt-5", both)
                        .body
                        .path("max_completion_tokens")
                        .asInt())
                .isEqualTo(50);
        assertThat(send("openai", "gpt-5", both).body.has("max_tokens")).isFalse();
        JsonNode untouched = send("openai", "gpt-4o", both).body;
        assertThat(untouched.path("max_tokens").asInt()).isEqualTo(100);
        assertThat(untouched.path("max_completion_tokens").asInt()).isEqualTo(50);
    }

    @Test
    void shouldSendFourStopSequencesAtMostAndNameTheRest() {
        Sent sent = send("openai", "gpt-4o", "{'model':'asked','messages':[],'stop':['a','b','c','d','e']}");

        assertThat(sent.body.path("stop")).hasSize(4);
        assertThat(sent.notes).containsExactly("stop[4..]");
    }

    @Test
    void shouldCallADeveloperSystemWhereTheRoleIsNotKnown() {
        String body = "{'model':'asked','messages':[{'role':'developer','content':'Be brief.'}]}";

        assertThat(role(send("groq", "llama-3.3-70b-versatile", body))).isEqualTo("system");
        assertThat(role(send("openai", "gpt-4o", body))).isEqualTo("system");
        assertThat(role(send("openai", "o3-mini", body))).isEqualTo("developer");
    }

    @Test
    void shouldTakeOutCacheMarksOfMessagesAndToolsWhereTheyAreNotKnown() {
        String body =
                "{'model':'asked','messages':[{'role':'user','content':[{'type':'text','text':'x','cache_control':{'type':'ephemeral'}}]}],"
                        + "'tools':[{'type':'function','cache_control':{'type':'ephemeral'},'function':{'name':'f'}}]}";

        assertThat(send("together_ai", "openai/gpt-oss-120b", body).body.toString())
                .doesNotContain("cache_control");
        assertThat(send("openrouter", "anthropic/claude-sonnet-4.5", body).body.toString())
                .contains("cache_control");
    }

    @Test
    void shouldTakeForOneModelWhatTheProviderElseRefuses() {
        String body = "{'model':'asked','messages':[],'service_tier':'priority'}";

        assertThat(send("azure", "gpt-5", body).body.path("service_tier").asText())
                .isEqualTo("priority");
        assertThatThrownBy(() -> send("azure", "gpt-4o", body))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("service_tier");
    }

    @Test
    void shouldMoveImagesOutOfToolResults() {
        String body =
                "{'model':'asked','messages':[{'role':'tool','tool_call_id':'c','content':[{'type':'text','text':'see'},"
                        + "{'type':'image_url','image_url':{'url':'https://x/y.png'}}]}]}";

        JsonNode messages =
                send("fireworks_ai", "accounts/fireworks/models/m", body).body.path("messages");
        assertThat(messages).hasSize(2);
        assertThat(messages.path(1).path("role").asText()).isEqualTo("user");
        assertThat(messages.path(1).path("content").path(1).path("type").asText())
                .isEqualTo("image_url");
    }

    @Test
    void shouldSpeakMistralsWay() {
        String body = "{'model':'asked','messages':[{'role':'user','name':'al','content':[{'type':'text','text':'a'},"
                + "{'type':'text','text':'b'}]},{'role':'assistant','content':''},{'role':'user','content':[{'type':'text','text':'c'},"
                + "{'type':'file','file':{'file_id':'id1'}}]}],'tools':[%s],'tool_choice':'required','seed':3}"
                        .formatted(TOOL);

        JsonNode sent = send("mistral", "mistral-large-latest", body).body;
        assertThat(sent.path("messages")).hasSize(2);
        assertThat(sent.path("messages").path(0).path("content").asText()).isEqualTo("ab");
        assertThat(sent.path("messages").path(0).has("name")).isFalse();
        assertThat(sent.path("messages")
                        .path(1)
                        .path("content")
                        .path(1)
                        .path("file_id")
                        .asText())
                .isEqualTo("id1");
        assertThat(sent.path("tool_choice").asText()).isEqualTo("any");
        assertThat(sent.path("random_seed").asInt()).isEqualTo(3);
        assertThat(send("mistral", "mistral-medium-latest", "{'model':'asked','messages':[],'reasoning_effort':'low'}")
                        .body
                        .path("reasoning_effort")
                        .asText())
                .isEqualTo("high");
    }

    @Test
    void shouldAskForAToolInWordsWhereTheParameterIsNotKnown() {
        Sent sent = send(
                "moonshot",
                "kimi-k2.6",
                "{'model':'asked','messages':[{'role':'user','content':'x'}],'tools':[%s],'tool_choice':'required'}"
                        .formatted(TOOL));

        assertThat(sent.body.has("tool_choice")).isFalse();
        assertThat(sent.body.path("messages").path(1).path("content").asText()).contains("select a tool");
        assertThat(sent.notes).containsExactly("tool_choice");
    }

    @Test
    void shouldSearchWithGroqsOwnToolBesideTheClients() {
        JsonNode tools = send(
                        "groq",
                        "openai/gpt-oss-120b",
                        "{'model':'asked','messages':[],'web_search_options':{},'tools':[%s]}".formatted(TOOL))
                .body
                .path("tools");

        assertThat(tools).hasSize(2);
        assertThat(tools.path(1).path("type").asText()).isEqualTo("browser_search");
    }

    @Test
    void shouldKeepEarlierReasoningAwayFromWhoeverDoesNotTakeIt() {
        String body =
                "{'model':'asked','messages':[{'role':'assistant','content':'x','reasoning_content':'Hm.','thinking_blocks':[]}]}";

        assertThat(send("groq", "openai/gpt-oss-120b", body)
                        .body
                        .path("messages")
                        .path(0))
                .hasSize(2);
        assertThat(send("hosted_vllm", "m", body).body.path("messages").path(0)).hasSize(3);
        assertThat(send("ollama_chat", "qwen3", body)
                        .body
                        .path("messages")
                        .path(0)
                        .path("thinking")
                        .asText())
                .isEqualTo("Hm.");
    }

    @Test
    void shouldWriteTurnsOfOneRoleAsOneInOllamasPrompt() {
        String body = "{'model':'asked','messages':[{'role':'user','content':'a'},{'role':'user','content':'b'},"
                + "{'role':'assistant','content':''},{'role':'system','content':'c'}]}";

        assertThat(send("ollama", "llama2", body).body.path("prompt").asText())
                .isEqualTo("### User:\na\nb\n\n### System:\nc\n\n");
    }

    @Test
    void shouldSayASchemaInWordsWhereOnlyJsonCanBeAskedFor() {
        JsonNode sent = send(
                        "zai",
                        "glm-4.6",
                        "{'model':'asked','messages':[{'role':'user','content':'x'}],'response_format':{'type':'json_schema',"
                                + "'json_schema':{'name':'n','schema':{'type':'object'}}}}")
                .body;

        assertThat(sent.path("response_format").path("type").asText()).isEqualTo("json_object");
        assertThat(sent.path("messages").path(1).path("content").asText()).contains("{\"type\": \"object\"}");
    }

    @Test
    void shouldAskByAToolForASchemaThatAModelDoesNotTakeAndGiveItsArgumentsAsTheAnswer() {
        String ask =
                "{'model':'asked','messages':[],'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}}}";
        String answer =
                "{'model':'m','choices':[{'index':0,'message':{'tool_calls':[{'id':'c','type':'function','function':"
                        + "{'name':'json_tool_call','arguments':'{}'}}]},'finish_reason':'tool_calls'}]}";

        JsonNode sent = send("groq", "llama-3.3-70b-versatile", ask).body;
        assertThat(sent.has("response_format")).isFalse();
        assertThat(sent.path("tool_choice").path("function").path("name").asText())
                .isEqualTo("json_tool_call");
        JsonNode given = read("groq", "llama-3.3-70b-versatile", ask, answer);
        assertThat(message(given).path("content").asText()).isEqualTo("{}");
        assertThat(message(given).has("tool_calls")).isFalse();
        assertThat(given.path("choices").path(0).path("finish_reason").asText()).isEqualTo("stop");
        assertThat(send("groq", "openai/gpt-oss-120b", ask).body.has("response_format"))
                .isTrue();
    }

    @Test
    void shouldRefuseToolChoicesThatDeepInfraDoesNotTake() {
        String body = "{'model':'asked','messages':[],'tools':[%s],'tool_choice':%s}";

        assertThatThrownBy(() -> send("deepinfra", "m", body.formatted(TOOL, "'required'")))
                .isInstanceOf(UnsupportedRequestException.class);
        assertThat(send("deepinfra", "m", body.formatted(TOOL, "'none'")).body.has("tool_choice"))
                .isFalse();
        assertThat(send("deepinfra", "m", body.formatted(TOOL, "'auto'"))
                        .body
                        .path("tool_choice")
                        .asText())
                .isEqualTo("auto");
    }

    @Test
    void shouldRefuseAFileWhereItWouldBeIgnored() {
        assertThatThrownBy(
                        () -> send(
                                "fireworks_ai",
                                "m",
                                "{'model':'asked','messages':[{'role':'user','content':[{'type':'file','file':{'file_id':'f'}}]}]}"))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("does not take files");
    }

    @Test
    void shouldGiveReasoningUnderTheNameThatClientsKnow() {
        String answer =
                "{'model':'m','choices':[{'index':0,'message':{'content':'Paris.','reasoning':'Hm.'},'finish_reason':'stop'}]}";
        String both =
                "{'model':'m','choices':[{'index':0,'message':{'reasoning':'Hm.','reasoning_content':'Hm.'},'finish_reason':'stop'}]}";

        assertThat(message(read("cerebras", "gpt-oss-120b", answer))
                        .path("reasoning_content")
                        .asText())
                .isEqualTo("Hm.");
        assertThat(message(read("groq", "openai/gpt-oss-120b", answer))
                        .path("reasoning_content")
                        .asText())
                .isEqualTo("Hm.");
        assertThat(message(read("hosted_vllm", "m", both))).hasSize(2);
    }

    @Test
    void shouldGiveOpenRoutersReasoningUnderBothNamesInStreams() {
        RecordingSink sink = new RecordingSink();
        WireCall call =
                WireCalls.of("openrouter", "m", "{\"model\":\"asked\",\"messages\":[],\"stream\":true}", -1, Map.of());
        String event = "data: {'choices':[{'index':0,'delta':{'reasoning':'Hm.'}}]}\n\n".replace('\'', '"');

        Wires.find(Protocol.OPENAI_CHAT, "openai-chat")
                .orElseThrow()
                .reader(call)
                .chunk(ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8)), sink);

        assertThat(sink.text()).contains("\"reasoning\":\"Hm.\",\"reasoning_content\":\"Hm.\"");
    }

    @Test
    void shouldNameToolCallsThatHaveNoId() {
        String answer =
                "{'model':'m','choices':[{'index':0,'message':{'tool_calls':[{'id':'c1','function':{'name':'f','arguments':'{}'}},"
                        + "{'function':{'name':'g','arguments':'{}'}}]},'finish_reason':'stop'}]}";

        JsonNode given = read("together_ai", "m", answer);
        assertThat(message(given).path("tool_calls").path(0).path("id").asText())
                .isEqualTo("c1");
        assertThat(message(given).path("tool_calls").path(1).path("id").asText())
                .startsWith("call_");
        assertThat(given.path("choices").path(0).path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void shouldSpeakOpenAisWordsForWhyAnAnswerEnded() {
        for (String[] words : new String[][] {{"eos", "stop"}, {"model_length", "length"}, {"length", "length"}}) {
            String answer = "{'model':'m','choices':[{'index':0,'message':{'content':'x'},'finish_reason':'%s'}]}"
                    .formatted(words[0]);
            assertThat(read("together_ai", "m", answer)
                            .path("choices")
                            .path(0)
                            .path("finish_reason")
                            .asText())
                    .isEqualTo(words[1]);
        }
    }

    @Test
    void shouldTellAProvidersErrorAsLiteLlmDoes() {
        String error = "{\"error\":{\"message\":\"No.\",\"type\":\"odd\"}}";

        assertThat(failure("groq", error).message()).isEqualTo(error);
        assertThat(failure("openai", error).message()).isEqualTo("No.");
        assertThat(failure("anthropic", error).message()).isEqualTo(error);
    }

    @Test
    void shouldTellTheTypeOfAnErrorOfModerations() {
        String error = "{\"error\":{\"message\":\"No.\",\"type\":\"odd\"}}";

        assertThat(failure(Protocol.OPENAI_MODERATIONS, "openai", error).type()).isEqualTo("odd");
        assertThat(failure(Protocol.COHERE_RERANK, "cohere", error).message()).isEqualTo(error);
    }

    private static ProviderFailure failure(String provider, String body) {
        return failure(Protocol.OPENAI_CHAT, provider, body);
    }

    private static ProviderFailure failure(Protocol protocol, String provider, String body) {
        WireCall call = WireCalls.of(protocol, provider, "m", "{\"model\":\"asked\",\"messages\":[]}", -1, Map.of());
        return Wires.of(protocol, call.target())
                .orElseThrow()
                .reader(call)
                .failure(422, Map.of(), ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldSayCacheHitsWhereClientsLookForThem() {
        String answer = "{'model':'m','choices':[{'index':0,'message':{'content':'x'},'finish_reason':'stop'}],"
                + "'usage':{'prompt_tokens':9,'completion_tokens':1,'prompt_cache_hit_tokens':5}}";

        JsonNode usage = read("volcengine", "m", answer).path("usage");
        assertThat(usage.path("prompt_tokens_details").path("cached_tokens").asInt())
                .isEqualTo(5);
    }

    private static String role(Sent sent) {
        return sent.body.path("messages").path(0).path("role").asText();
    }

    @Test
    void shouldTellClientsNoTokensWhereTheProviderSaysNone() {
        String said = "{'choices':[{'message':{'content':'a'},'finish_reason':'stop'}]%s}";
        String none = "{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}";

        assertThat(read("openai", "gpt-4o", said.formatted("")).path("usage")).hasToString(none);
        assertThat(read("openai", "gpt-4o", said.formatted(",'usage':null")).path("usage"))
                .hasToString(none);
        assertThat(read("fireworks_ai", "m", said.formatted("")).has("usage")).isFalse();
    }

    @Test
    void shouldLeaveTheProvidersNameOfTheModelWhereTheRequestNamesNone() {
        String said = "{'model':'gpt-4o-2024-08-06','choices':[{'message':{'content':'a'},'finish_reason':'stop'}]}";

        assertThat(read("openai", "gpt-4o", "{'messages':[]}", said)
                        .path("model")
                        .asText())
                .isEqualTo("gpt-4o-2024-08-06");
        assertThat(read("openai", "gpt-4o", said).path("model").asText()).isEqualTo("asked");
    }

    @ParameterizedTest
    @CsvSource({"azure,my-gpt-4o,false", "openrouter,anthropic/claude-sonnet-4.5,true"})
    void shouldSendMarksOfAnthropicsClientsToClaudeOnly(String provider, String model, boolean marked) {
        String mark = "'cache_control':{'type':'ephemeral'}";
        WireCall call = WireCalls.of(
                Protocol.ANTHROPIC_MESSAGES,
                provider,
                model,
                """
                {'model':'asked','max_tokens':9,'system':[{'type':'text','text':'s',%1$s}],
                 'tools':[{'name':'f','input_schema':{'type':'object'},%1$s}],
                 'messages':[{'role':'user','content':[{'type':'text','text':'a',%1$s}]}]}
                """.formatted(mark).replace('\'', '"'),
                -1,
                Map.of("api_version", "2024-10-21"));
        UpstreamRequest sent = Wires.of(Protocol.ANTHROPIC_MESSAGES, call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join();

        assertThat(WireCalls.body(sent).contains("cache_control")).isEqualTo(marked);
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic,claude-opus-4-6",
        "cohere,command-a-03-2025",
        "gemini,gemini-2.5-flash",
        "databricks,databricks-claude-sonnet-4"
    })
    void shouldRefuseToolsThatAreNoList(String provider, String model) {
        String body = "{'model':'asked','messages':[{'role':'user','content':'x'}],'tools':%s}";

        assertThatThrownBy(() -> send(provider, model, body.formatted("{'a':1}")))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessage("tools: Input should be a valid list");
        assertThatThrownBy(() -> send(provider, model, body.formatted("['a']")))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessage("tools: Input should be a list of objects");
    }

    @ParameterizedTest
    @CsvSource({"cohere,command-a-03-2025", "databricks,databricks-claude-sonnet-4"})
    void shouldSendNoMarksOfToolsToWhoDoesNotTakeThem(String provider, String model) {
        String marked = TOOL.replace("{'type':'function',", "{'type':'function','cache_control':{'type':'ephemeral'},");
        Sent sent = send(
                provider,
                model,
                "{'model':'asked','messages':[{'role':'user','content':'x'}],'tools':[%s]}".formatted(marked));

        assertThat(sent.body.at("/tools/0/function/name").asText()).isEqualTo("f");
        assertThat(sent.body.toString()).doesNotContain("cache_control");
    }

    private static JsonNode message(JsonNode answer) {
        return answer.path("choices").path(0).path("message");
    }

    private static Sent send(String provider, String model, String body) {
        WireCall call = WireCalls.of(provider, model, body.replace('\'', '"'), -1, Map.of());
        UpstreamRequest sent = Wires.of(Protocol.OPENAI_CHAT, call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join();
        return new Sent(tree(WireCalls.body(sent)), sent.notes());
    }

    private static JsonNode read(String provider, String model, String answer) {
        return read(provider, model, "{'model':'asked','messages':[]}", answer);
    }

    private static JsonNode read(String provider, String model, String asked, String answer) {
        WireCall call = WireCalls.of(provider, model, asked.replace('\'', '"'), -1, Map.of());
        RecordingSink sink = new RecordingSink();
        Wires.of(Protocol.OPENAI_CHAT, call.target())
                .orElseThrow()
                .reader(call)
                .complete(
                        200,
                        Map.of(),
                        ByteBuffer.wrap(answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                        sink);
        return tree(sink.text());
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
