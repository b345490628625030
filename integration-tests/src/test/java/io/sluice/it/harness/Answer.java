package io.sluice.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.List;

/** What a gateway answered, read to its end. */
public record Answer(int status, HttpHeaders headers, String text) {

    private static final String DATA = "data: ";

    public JsonNode json() {
        return parse(text);
    }

    /** The same of an answer that has to be good. */
    public JsonNode ok() {
        assertThat(status).as(text).isEqualTo(200);
        return json();
    }

    /** A header's only value, or an empty text. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The error's message, or an empty text. */
    public String error() {
        return json().path("error").path("message").asText();
    }

    /** The assistant's words, streamed or not. */
    public String content() {
        if (!text.startsWith(DATA)) {
            return json().path("choices")
                    .path(0)
                    .path("message")
                    .path("content")
                    .asText();
        }
        StringBuilder content = new StringBuilder();
        chunks().forEach(chunk -> content.append(
                chunk.path("choices").path(0).path("delta").path("content").asText("")));
        return content.toString();
    }

    /** The {@code data} of a stream's events, without {@code [DONE]}. */
    public List<JsonNode> chunks() {
        return data().stream()
                .filter(data -> !data.equals("[DONE]"))
                .map(Answer::parse)
                .toList();
    }

    /** Whether a stream ended as a complete one does. */
    public boolean done() {
        List<String> data = data();
        return !data.isEmpty() && data.getLast().equals("[DONE]");
    }

    private List<String> data() {
        return text.lines()
                .filter(line -> line.startsWith(DATA))
                .map(line -> line.substring(DATA.length()))
                .toList();
    }

    static JsonNode parse(String json) {
        try {
            return Gateway.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }
}
