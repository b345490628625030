package io.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Units;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Providers whose SDKs are not run here. */
class OtherPeersTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String[] BEARER = {"authorization", "Bearer test"};
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"repeat: hello you\"}]";
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
    void shouldDrawAtStability() throws Exception {
        String form = "--b\r\ncontent-disposition: form-data; name=\"prompt\"\r\n\r\na lock\r\n--b--\r\n";
        String[] headers = {
            "authorization", "Bearer k", "content-type", "multipart/form-data; boundary=b", "accept", "application/json"
        };
        String path = "/s/a/v2beta/stable-image/generate/core";
        JsonNode json = json(wire.send("POST", path, form, headers));
        assertThat(json.path("image").asText()).startsWith("iVBORw0KGgo");
        assertThat(json.path("finish_reason").asText()).isEqualTo("SUCCESS");
        assertThat(last().billed().units()).isEqualTo(Units.images(1));
        headers[5] = "image/*";
        HttpResponse<String> picture = wire.send("POST", path, form, headers);
        assertThat(picture.headers().firstValue("content-type")).contains("image/png");
        assertThat(picture.headers().firstValue("finish-reason")).contains("SUCCESS");
        HttpResponse<String> empty = wire.send("POST", path, form.replace("a lock", ""), headers);
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(json(empty).path("name").asText()).isEqualTo("bad_request");
    }

    @Test
    void shouldSellTokensAndChatsAtWatsonx() throws Exception {
        String form = "grant_type=urn%3Aibm%3Aparams%3Aoauth%3Agrant-type%3Aapikey&apikey=k";
        String[] type = {"content-type", "application/x-www-form-urlencoded"};
        JsonNode token = json(wire.send("POST", "/identity/token", form, type));
        String[] bearer = {
            "authorization", "Bearer " + token.path("access_token").asText()
        };
        String chat = "{\"model_id\":\"ibm/granite-3-8b-instruct\",\"project_id\":\"p\"," + MESSAGES + "}";
        JsonNode whole = json(wire.send("POST", "/ml/v1/text/chat?version=2026-01-01", chat, bearer));
        assertThat(whole.at("/choices/0/message/content").asText()).isEqualTo("hello you");
        assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(whole.path("model_id").asText()).isEqualTo("ibm/granite-3-8b-instruct");
        String stream = wire.send("POST", "/ml/v1/text/chat_stream?version=2026-01-01", chat, bearer)
                .body();
        assertThat(stream).startsWith("id: 1\nevent: message\ndata: {").contains("\"completion_tokens\":3");
        assertThat(stream).doesNotContain("[DONE]");
        String text = "{\"model_id\":\"m\",\"input\":\"repeat: hello you\",\"parameters\":{\"max_new_tokens\":2}}";
        JsonNode result = json(wire.send("POST", "/ml/v1/text/generation?version=2026-01-01", text, bearer));
        assertThat(result.at("/results/0/stop_reason").asText()).isEqualTo("max_tokens");
        assertThat(wire.send("POST", "/ml/v1/text/generation_stream?version=2026-01-01", text, bearer)
                        .body())
                .contains("not_finished")
                .contains("\"generated_token_count\":2");
        JsonNode embedded = json(wire.send(
                "POST",
                "/ml/v1/text/embeddings?version=2026-01-01",
                "{\"model_id\":\"m\",\"inputs\":[\"a\",\"b\"]}",
                bearer));
        assertThat(embedded.path("results")).hasSize(2);
        assertThat(embedded.path("input_token_count").asInt()).isEqualTo(2);
        JsonNode ranked = json(wire.send(
                "POST",
                "/ml/v1/text/rerank?version=2026-01-01",
                "{\"model_id\":\"m\",\"query\":\"deep lock\",\"inputs\":[{\"text\":\"a\"},{\"text\":\"the deep lock\"}]}",
                bearer));
        assertThat(ranked.at("/results/0/index").asInt()).isEqualTo(1);
        HttpResponse<String> versionless = wire.send("POST", "/ml/v1/text/chat", chat, bearer);
        assertThat(versionless.statusCode()).isEqualTo(400);
        assertThat(json(versionless).at("/errors/0/code").asText()).isEqualTo("invalid_request_entity");
        assertThat(wire.send("POST", "/identity/token", form.replace("=k", "=invalid"), type)
                        .body())
                .contains("BXNIM0415E");
    }

    @Test
    void shouldChatAtAi21() throws Exception {
        String chat = "{\"model\":\"jamba-large\"," + MESSAGES + ",\"stream\":%s}";
        JsonNode whole = json(wire.send("POST", "/studio/v1/chat/completions", chat.formatted(false), BEARER));
        assertThat(whole.at("/choices/0/message/content").asText()).isEqualTo("hello you");
        String stream = wire.send("POST", "/ai21/v1/chat/completions", chat.formatted(true), BEARER)
                .body();
        assertThat(stream).contains("\"completion_tokens\":3").endsWith("data: [DONE]\n\n");
        assertThat(json(wire.send("POST", "/studio/v1/chat/completions", "{\"model\":\"x\"}", BEARER))
                        .at("/detail/0/loc/1")
                        .asText())
                .isEqualTo("messages");
    }

    @Test
    void shouldEmbedAndRankAtVoyageAndJina() throws Exception {
        for (String name : new String[] {"voyage", "jina"}) {
            String base = "/s/a/" + name + "/v1/";
            JsonNode embedded =
                    json(wire.send("POST", base + "embeddings", "{\"model\":\"m\",\"input\":[\"a\",\"b\"]}", BEARER));
            assertThat(embedded.at("/data/1/embedding")).hasSize(1024);
            assertThat(embedded.at("/usage/total_tokens").asInt()).isEqualTo(2);
            JsonNode ranked = json(wire.send(
                    "POST",
                    base + "rerank",
                    "{\"model\":\"m\",\"query\":\"deep lock\",\"documents\":[\"a\",\"the deep lock\"]}",
                    BEARER));
            JsonNode first =
                    ranked.path(name.equals("voyage") ? "data" : "results").path(0);
            assertThat(first.path("index").asInt()).isEqualTo(1);
            assertThat(ranked.at("/usage/total_tokens").asInt()).isEqualTo(11);
            HttpResponse<String> refused = wire.send("POST", base + "embeddings", "{}", BEARER);
            assertThat(json(refused).path("detail").isTextual()).isTrue();
        }
    }

    @Test
    void shouldHearAndSpeakAtDeepgramAndElevenLabs() throws Exception {
        String[] token = {"authorization", "Token k", "content-type", "audio/mp3"};
        JsonNode heard = json(wire.send("POST", "/v1/listen?model=nova-3", "x".repeat(32_000), token));
        assertThat(heard.at("/metadata/duration").asDouble()).isEqualTo(2.0);
        assertThat(heard.at("/results/channels/0/alternatives/0/words")).isNotEmpty();
        assertThat(last().model()).isEqualTo("nova-3");
        assertThat(last().billed().units()).isEqualTo(Units.seconds(2));
        HttpResponse<String> spoken = wire.send(
                "POST",
                "/v1/speak?model=aura-2-thalia-en",
                "{\"text\":\"hello\"}",
                "authorization",
                "Token k",
                "content-type",
                "application/json");
        assertThat(spoken.headers().firstValue("dg-char-count")).contains("5");
        HttpResponse<String> voice = wire.send(
                "POST",
                "/v1/text-to-speech/rachel/stream?output_format=mp3_44100_128",
                "{\"text\":\"hello\",\"model_id\":\"eleven_turbo_v2\"}",
                "xi-api-key",
                "k");
        assertThat(voice.headers().firstValue("content-type")).contains("audio/mpeg");
        assertThat(voice.headers().firstValue("character-cost")).contains("5");
        assertThat(last().billed().units().characters()).isEqualTo(5);
        String form = "--b\r\ncontent-disposition: form-data; name=\"model_id\"\r\n\r\nscribe_v1\r\n--b\r\n"
                + "content-disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\n" + "x".repeat(16_000)
                + "\r\n--b--\r\n";
        JsonNode text = json(wire.send(
                "POST",
                "/v1/speech-to-text",
                form,
                "xi-api-key",
                "k",
                "content-type",
                "multipart/form-data; boundary=b"));
        assertThat(text.path("audio_duration_secs").asDouble()).isEqualTo(1.0);
        assertThat(json(wire.send("POST", "/v1/text-to-speech/x", "{\"text\":\"a\"}"))
                        .at("/detail/status")
                        .asText())
                .isEqualTo("invalid_api_key");
        assertThat(json(wire.send("POST", "/v1/speak", "{\"text\":\"a\"}"))
                        .path("err_code")
                        .asText())
                .isEqualTo("INVALID_AUTH");
    }

    @Test
    void shouldCompleteAtAlephAlpha() throws Exception {
        String body =
                "{\"model\":\"luminous-base\",\"prompt\":\"repeat: hello you\",\"maximum_tokens\":2,\"stream\":%s}";
        JsonNode whole = json(wire.send("POST", "/s/a/complete", body.formatted(false), BEARER));
        assertThat(whole.at("/completions/0/completion").asText()).isEqualTo("hello yo");
        assertThat(whole.at("/completions/0/finish_reason").asText()).isEqualTo("maximum_tokens");
        assertThat(whole.path("num_tokens_generated").asInt()).isEqualTo(2);
        assertThat(wire.send("POST", "/s/a/complete", body.formatted(true), BEARER)
                        .body())
                .contains("\"type\":\"stream_chunk\"")
                .contains("\"type\":\"completion_summary\",\"num_tokens_prompt_total\":5");
    }

    @Test
    void shouldServeEndpointsOfDatabricks() throws Exception {
        String path = "/s/a/serving-endpoints/my-llama/invocations";
        JsonNode whole = json(wire.send("POST", path, "{" + MESSAGES + "}", BEARER));
        assertThat(whole.at("/choices/0/message/content").asText()).isEqualTo("hello you");
        assertThat(whole.path("model").asText()).isEqualTo("my-llama");
        assertThat(json(wire.send("POST", path, "{\"input\":\"a\"}", BEARER)).at("/data/0/embedding"))
                .isNotEmpty();
        assertThat(json(wire.send("POST", path.replace("my-", "missing-"), "{" + MESSAGES + "}", BEARER))
                        .path("error_code")
                        .asText())
                .isEqualTo("ENDPOINT_NOT_FOUND");
    }

    @Test
    void shouldCompleteAtSnowflakeAndCloudflare() throws Exception {
        String chat = "{\"model\":\"claude-4-sonnet\"," + MESSAGES + ",\"stream\":%s}";
        String cortex = "/api/v2/cortex/inference:complete";
        JsonNode snow = json(wire.send("POST", cortex, chat.formatted(false), BEARER));
        assertThat(snow.at("/choices/0/message/content_list/0/text").asText()).isEqualTo("hello you");
        assertThat(wire.send("POST", cortex, chat.formatted(true), BEARER).body())
                .contains("\"delta\":{\"type\":\"text\"")
                .contains("\"completion_tokens\":3");
        String run = "/client/v4/accounts/a/ai/run/@cf/meta/llama-3.1-8b-instruct";
        JsonNode cloud = json(wire.send("POST", run, "{" + MESSAGES + "}", BEARER));
        assertThat(cloud.at("/result/response").asText()).isEqualTo("hello you");
        assertThat(cloud.path("success").asBoolean()).isTrue();
        assertThat(last().model()).isEqualTo("@cf/meta/llama-3.1-8b-instruct");
        assertThat(wire.send("POST", run, "{" + MESSAGES + ",\"stream\":true}", BEARER)
                        .body())
                .contains("{\"response\":\"hell\"")
                .endsWith("data: [DONE]\n\n");
        JsonNode vectors = json(wire.send("POST", run.replace("llama", "bge"), "{\"text\":[\"a\",\"b\"]}", BEARER));
        assertThat(vectors.at("/result/data")).hasSize(2);
        JsonNode refused = json(wire.send("POST", run, "{" + MESSAGES + "}"));
        assertThat(refused.path("success").asBoolean()).isFalse();
        assertThat(refused.at("/errors/0/code").asInt()).isEqualTo(10_000);
    }

    private static Entry last() {
        return simulator.journal().entries().getLast();
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return MAPPER.readTree(answer.body());
    }
}
