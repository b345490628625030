package io.sluice.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files and batches of chats, as the holder of a key uses them. */
public record Batches(Gateway client) {

    /** The endpoint of all lines. */
    public static final String CHAT = "/v1/chat/completions";

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** A line of an input file. */
    public static String line(String id, String model, String prompt) {
        ObjectNode line = Gateway.JSON.createObjectNode();
        line.put("custom_id", id).put("method", "POST").put("url", CHAT);
        line.set("body", Gateway.body(model, prompt));
        return line.toString();
    }

    public Answer upload(String purpose, byte[] content) {
        return client.form("/v1/files", Map.of("purpose", purpose), "file", "input.jsonl", content);
    }

    /** Id of the input file. */
    public String upload(List<String> lines) {
        byte[] content = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        JsonNode file = upload("batch", content).ok();
        assertThat(file.path("bytes").asInt()).isEqualTo(content.length);
        return file.path("id").asText();
    }

    /** Id of a batch whose lines Sluice runs. */
    public String create(String file) {
        return created(request(file));
    }

    /** Id of a batch that its provider runs. */
    public String create(String file, String provider) {
        return created(request(file).put("custom_llm_provider", provider));
    }

    private static ObjectNode request(String file) {
        ObjectNode body = Gateway.JSON.createObjectNode();
        body.put("input_file_id", file).put("endpoint", CHAT).put("completion_window", "24h");
        body.putObject("metadata").put("kept", "yes");
        return body;
    }

    private String created(ObjectNode body) {
        JsonNode batch = client.post("/v1/batches", body).ok();
        assertThat(batch.path("status").asText()).isEqualTo("validating");
        assertThat(batch.at("/metadata/kept").asText()).isEqualTo("yes");
        return batch.path("id").asText();
    }

    public JsonNode get(String id) {
        return client.get("/v1/batches/" + id).ok();
    }

    public JsonNode await(String id, String status) {
        Eventually.holdsWithin(PATIENCE, () -> {
            JsonNode now = get(id);
            assertThat(now.path("status").asText()).as(now.toString()).isEqualTo(status);
        });
        return get(id);
    }

    /**
     * Lines of a result file by their {@code custom_id}.
     *
     * @param file id, or null: no lines
     */
    public Map<String, JsonNode> results(JsonNode file) {
        Map<String, JsonNode> results = new LinkedHashMap<>();
        if (!file.isNull()) {
            Answer content = client.get("/v1/files/" + file.asText() + "/content");
            assertThat(content.status()).isEqualTo(200);
            content.text()
                    .lines()
                    .map(Answer::parse)
                    .forEach(result -> assertThat(
                                    results.put(result.path("custom_id").asText(), result))
                            .isNull());
        }
        return results;
    }
}
