package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Protocol;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What was reserved for is the most that is ever asked for, whatever else a body says. */
class OutputCapTest {

    private static final long CAP = 100;

    /** No provider may see it as a limit. */
    private static final String MORE = "98765432";

    private static final String EVERY_NAME = "\"max_tokens\":" + MORE + ",\"max_completion_tokens\":" + MORE
            + ",\"max_output_tokens\":" + MORE + ",\"maxTokens\":" + MORE + ",\"max_new_tokens\":" + MORE
            + ",\"num_predict\":" + MORE
            + ",\"maximum_tokens\":" + MORE;

    /** Objects in which a provider has a limit. */
    private static final Map<String, String> INSIDE = Map.of(
            "ollama", ",\"options\":{\"num_predict\":" + MORE + '}',
            "bedrock", ",\"inferenceConfig\":{\"maxTokens\":" + MORE + '}',
            "tgi", ",\"parameters\":{\"max_new_tokens\":" + MORE + '}',
            "gemini", ",\"generation_config\":{\"max_output_tokens\":" + MORE + '}',
            "vertex_ai", ",\"generationConfig\":{\"maxOutputTokens\":" + MORE + '}');

    private static final Map<Protocol, String> ASKED = Map.of(
            Protocol.OPENAI_CHAT, "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
            Protocol.OPENAI_COMPLETIONS, "\"prompt\":\"Hi\"",
            Protocol.OPENAI_RESPONSES, "\"input\":\"Hi\"",
            Protocol.ANTHROPIC_MESSAGES, "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
            Protocol.GEMINI_GENERATE, "\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]");

    private static final List<String> MODELS = List.of(
            "openai gpt-4o",
            "openai gpt-5",
            "groq llama-3.1-8b-instant",
            "mistral mistral-large-latest",
            "anthropic claude-sonnet-4-5",
            "gemini gemini-2.5-flash",
            "vertex_ai gemini-2.5-flash",
            "bedrock anthropic.claude-sonnet-4-5-20250929-v1:0",
            "bedrock amazon.nova-pro-v1:0",
            "bedrock invoke/amazon.titan-text-express-v1",
            "bedrock invoke/meta.llama3-8b-instruct-v1:0",
            "ollama llama3.1",
            "ollama_chat llama3.1",
            "cohere_chat command-r-plus",
            "replicate meta/meta-llama-3-8b-instruct",
            "databricks databricks-claude-sonnet-4",
            "watsonx ibm/granite-3-8b-instruct",
            "aleph_alpha luminous-base",
            "tgi bigscience/bloom");

    @Test
    void shouldHoldWhateverElseABodySays() {
        SoftAssertions all = new SoftAssertions();
        for (String model : MODELS) {
            ASKED.forEach((protocol, members) -> {
                String inside = INSIDE.getOrDefault(
                        model.substring(0, model.indexOf(' ')).replace("_chat", ""), "");
                for (String said : List.of(
                        "\"extra_body\":{" + EVERY_NAME + inside + "}",
                        "\"max_tokens\":" + MORE,
                        "\"max_tokens\":1,\"max_output_tokens\":" + MORE + ",\"max_completion_tokens\":" + MORE,
                        "\"max_tokens\":null,\"max_output_tokens\":null")) {
                    asked(all, protocol, model, "{\"model\":\"asked\"," + members + ',' + said + '}', Map.of());
                }
            });
        }
        all.assertAll();
    }

    @Test
    void shouldHoldInBothSpellingsOfGoogle() {
        String body = asked(
                new SoftAssertions(),
                Protocol.GEMINI_GENERATE,
                "gemini gemini-2.5-flash",
                "{\"generationConfig\":{\"maxOutputTokens\":1},\"generation_config\":{\"maxOutputTokens\":1,\"max_output_tokens\":"
                        + MORE + "}," + ASKED.get(Protocol.GEMINI_GENERATE) + '}',
                Map.of());
        assertThat(body).isNotEmpty().doesNotContain(MORE);
    }

    @Test
    void shouldStandInForALimitThatIsDropped() {
        for (String model : List.of("openai gpt-4o", "anthropic claude-sonnet-4-5")) {
            Protocol protocol = model.startsWith("openai") ? Protocol.OPENAI_CHAT : Protocol.ANTHROPIC_MESSAGES;
            String body = asked(
                    new SoftAssertions(),
                    protocol,
                    model,
                    "{\"model\":\"asked\"," + ASKED.get(protocol) + ",\"max_tokens\":1}",
                    Map.of("additional_drop_params", List.of("max_tokens")));
            assertThat(body).contains("\"max_tokens\":" + CAP);
        }
    }

    @Test
    void shouldHoldWhereANumberMeansNoLimit() {
        for (String none : List.of("-1", "-2", "0")) {
            for (String said : List.of(
                    "\"num_predict\":" + none,
                    "\"options\":{\"num_predict\":" + none + '}',
                    "\"extra_body\":{\"num_predict\":" + none + ",\"options\":{\"num_predict\":" + none + "}}")) {
                String body = asked(
                        new SoftAssertions(),
                        Protocol.OPENAI_CHAT,
                        "ollama_chat llama3.1",
                        "{\"model\":\"asked\"," + ASKED.get(Protocol.OPENAI_CHAT) + ',' + said + '}',
                        Map.of());
                assertThat(body).as(said).contains("\"num_predict\":" + CAP).doesNotContain("\"num_predict\":" + none);
            }
        }
    }

    private static String asked(
            SoftAssertions all, Protocol protocol, String model, String body, Map<String, Object> params) {
        String[] words = model.split(" ", 2);
        WireCall call = WireCalls.of(protocol, words[0], words[1], body, CAP, params);
        Wire wire = Wires.of(protocol, call.target()).orElseThrow();
        String sent;
        try {
            sent = WireCalls.body(wire.encode(call).toCompletableFuture().join());
        } catch (RuntimeException refused) {
            return ""; // nothing is asked for
        }
        all.assertThat(sent)
                .as(protocol + " at " + model + ": " + body)
                .doesNotContain(MORE)
                .containsPattern("\":(1|16|100)[,}]");
        return sent;
    }
}
