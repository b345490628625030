package io.sluice.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What an operator does and reads with the master key. */
public record Books(Gateway gateway) {

    private static final int MOST = 10_000;

    /** A new virtual key.
     *
     * @param fields members of the request, as JSON text without the braces; empty for none
     */
    public String newKey(String fields) {
        Answer answer = gateway.post("/key/generate", '{' + fields + '}');
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("key").asText();
    }

    public void update(String key, String fields) {
        Answer answer = gateway.post("/key/update", "{\"key\":\"" + key + "\"," + fields + '}');
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    public void delete(String key) {
        ObjectNode body = Gateway.JSON.createObjectNode();
        body.putArray("keys").add(key);
        Answer answer = gateway.post("/key/delete", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** The {@code info} of a key. */
    public JsonNode info(String key) {
        Answer answer = gateway.get("/key/info?key=" + key);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("info");
    }

    /** Ledger rows of a key, newest first. */
    public List<JsonNode> rows(String key) {
        Answer answer = gateway.get("/spend/logs?api_key=" + key + "&page_size=" + MOST);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<JsonNode> rows = new ArrayList<>();
        answer.json().forEach(rows::add);
        return rows;
    }

    /** Nano-dollars of a key's rows. */
    public static long nanos(List<JsonNode> rows) {
        return rows.stream()
                .mapToLong(row -> row.path("metadata").path("cost_nanos").asLong())
                .sum();
    }
}
