package io.sluice.simulator;

import static io.sluice.simulator.Wire.chat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProtocolsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static Simulator simulator;
    private static Wire wire;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorOptions.forTests());
        wire = new Wire(simulator);
    }

    @AfterAll
    static void stop() {
        wire.close();
        simulator.close();
    }

    @Test
    void shouldGiveTheSameAnswerToTheSamePrompt() throws Exception {
        assertThat(text(wire.chat(chat("a", "why?", false)))).isEqualTo(text(wire.chat(chat("b", "why?", false))));
        assertThat(text(wire.chat(chat("a", "why?", false)))).isNotEqualTo(text(wire.chat(chat("a", "how?", false))));
    }

    @Test
    void shouldRefuseInOpenAisForm() throws Exception {
        HttpResponse<String> keyless = wire.send("POST", "/v1/chat/completions", chat("gpt-4o", "hi", false));
        assertThat(keyless.statusCode()).isEqualTo(401);
        HttpResponse<String> empty = wire.chat("{\"model\":\"gpt-4o\"}");
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(json(empty).path("error").path("param").asText()).isEqualTo("messages");
        for (String body : new String[] {
            "{not json",
            "[1]",
            "{\"model\":\"m\",\"messages\":{\"a\":1}}",
            "{\"model\":\"m\",\"n\":1000,\"messages\":[{}]}"
        }) {
            assertThat(wire.chat(body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(wire.chat("{\"model\":\"m\",\"messages\":[1,null,{\"role\":5,\"content\":{}}]}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(wire.send("GET", "/sim/journal?since=abc", "").statusCode()).isEqualTo(400);
        HttpResponse<String> elsewhere = wire.send("POST", "/v1/elsewhere", "{}");
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(json(elsewhere).path("error").path("message").asText()).contains("/v1/elsewhere");
    }

    @Test
    void shouldRefuseInAnthropicsForm() throws Exception {
        String body = chat("claude", "hi", false);
        HttpResponse<String> versionless = wire.send("POST", "/v1/messages", body, "x-api-key", "k");
        assertThat(versionless.statusCode()).isEqualTo(400);
        assertThat(json(versionless).path("error").path("message").asText()).contains("anthropic-version");
        HttpResponse<String> capless =
                wire.send("POST", "/v1/messages", body, "x-api-key", "k", "anthropic-version", "2023-06-01");
        assertThat(capless.statusCode()).isEqualTo(400);
        assertThat(json(capless).path("type").asText()).isEqualTo("error");
        assertThat(json(capless).path("error").path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(capless.headers().firstValue("request-id")).isPresent();
    }

    @Test
    void shouldStreamThreeChoicesWithOneUsage() throws Exception {
        HttpResponse<String> answer = wire.chat("""
                {"model":"gpt-4o~tokens=4~chunk=2","n":3,"stream":true,"stream_options":{"include_usage":true},
                 "messages":[{"role":"user","content":"hi"}]}""");
        assertThat(answer.body().split("\"finish_reason\":\"stop\"", -1)).hasSize(4);
        assertThat(answer.body()).containsOnlyOnce("\"completion_tokens\":12").endsWith("data: [DONE]\n\n");
        assertThat(simulator.journal().entries().getLast().billed().completion())
                .isEqualTo(12);
    }

    @Test
    void shouldSendUsageTwiceWhenTold() throws Exception {
        HttpResponse<String> answer = wire.chat("""
                {"model":"gpt-4o~usage=twice","stream":true,"stream_options":{"include_usage":true},
                 "messages":[{"role":"user","content":"hi"}]}""");
        assertThat(answer.body().split("\"prompt_tokens\":", -1)).hasSize(3);
    }

    @Test
    void shouldWaitForTheFirstTokenAndBetweenChunks() throws Exception {
        long start = System.nanoTime();
        wire.chat(chat("gpt-4o~first-ms=60~tokens=4~chunk-ms=10", "hi", true));
        // role, four pieces, finish, [DONE]: six pauses
        assertThat(System.nanoTime() - start).isGreaterThan(115_000_000L);
    }

    private static String text(HttpResponse<String> answer) throws Exception {
        return json(answer).at("/choices/0/message/content").asText();
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return MAPPER.readTree(answer.body());
    }
}
