package io.sluice.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.batches.ProviderNews;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A provider's batch object in OpenAI's form: platform.openai.com/docs/api-reference/batch/object (seen 2026-11-26). */
record RemoteBatch(JsonNode json) {

    /** An answer that is no batch is an object without members. */
    static RemoteBatch read(byte[] answer) {
        try {
            return new RemoteBatch(SeamJson.read(answer, JsonNode.class));
        } catch (UncheckedIOException notJson) {
            return new RemoteBatch(SeamJson.MAPPER.createObjectNode());
        }
    }

    String id() {
        return json.path("id").asText("");
    }

    String status() {
        return json.path("status").asText("");
    }

    /** The lines that could be run were run, or nobody runs them any more. */
    boolean hasResults() {
        return switch (status()) {
            case "completed", "expired", "cancelled" -> true;
            default -> false;
        };
    }

    @Nullable
    String file(String member) {
        return json.path(member).isTextual() ? json.path(member).asText() : null;
    }

    ProviderNews news(String status, @Nullable String output, @Nullable String errors, long nextMillis) {
        JsonNode counts = json.path("request_counts");
        JsonNode wrong = json.path("errors").path("data");
        return new ProviderNews(
                status,
                id().isEmpty() ? null : id(),
                counts.path("total").asInt(),
                counts.path("completed").asInt(),
                counts.path("failed").asInt(),
                output,
                errors,
                wrong.isArray() && !wrong.isEmpty() ? wrong.toString() : null,
                nextMillis,
                false);
    }

    /** An entry of {@code errors.data}. */
    static ProviderNews failed(String code, String message) {
        ArrayNode errors = SeamJson.MAPPER.createArrayNode();
        errors.addObject()
                .put("code", code)
                .put("message", message)
                .putNull("line")
                .putNull("param");
        return ProviderNews.failed(errors.toString());
    }
}
