package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.routing.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a key may use, and what a call costs, was decided by the model that the call names. */
class ExtraBodyTest {

    @ParameterizedTest
    @CsvSource({
        "OPENAI_CHAT, openai, gpt-4o",
        "OPENAI_CHAT, groq, llama-3.3-70b-versatile",
        "OPENAI_CHAT, anthropic, claude-haiku-4-5",
        "OPENAI_CHAT, mistral, mistral-small-latest",
        "OPENAI_CHAT, cohere_chat, command-a-03-2025",
        "OPENAI_CHAT, ollama_chat, llama3.1",
        "OPENAI_CHAT, databricks, databricks-claude-sonnet-4-5",
        "OPENAI_RESPONSES, openai, gpt-4o",
        "OPENAI_EMBEDDINGS, openai, text-embedding-3-small",
        "ANTHROPIC_MESSAGES, anthropic, claude-haiku-4-5"
    })
    void shouldNotBringAModelOfItsOwnNorWhatCostsMoreThanWasReserved(Protocol protocol, String provider, String model) {
        String body =
                "{\"model\":\"asked\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"input\":\"hi\","
                        + "\"extra_body\":{\"model\":\"dear-one\",\"stream\":true,\"top_k\":3,\"n\":128,\"background\":true,"
                        + "\"models\":[\"dear-two\"],\"previous_response_id\":\"resp_1\"}}";
        WireCall call = WireCalls.of(protocol, provider, model, body, -1, Map.of());

        UpstreamRequest request = Wires.of(protocol, call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join();

        assertThat(WireCalls.body(request)).doesNotContain("dear-one", "dear-two", "128", "background", "resp_1");
        JsonNode sent = SeamJson.read(WireCalls.body(request).getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(sent.path("model").asText(model)).endsWith(model);
        assertThat(sent.path("stream").asBoolean(false)).isFalse();
    }
}
