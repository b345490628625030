package io.sluice.accounting.batches;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.accounting.access.ApiException;
import io.sluice.accounting.access.Json;
import io.sluice.contracts.batches.BatchEndpoints;
import io.sluice.contracts.batches.BatchHost;
import io.sluice.contracts.files.NewFile;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/batches} (platform.openai.com/docs/api-reference/batch/create, seen 2026-11-26). Other members are not looked at.
 *
 * @param outputSeconds how long result files are kept; 0: as all files
 * @param provider that runs the batch ({@code litellm-behaviour.md} 1.4); null: the lines are run here
 */
record BatchRequest(
        String inputFileId,
        String endpoint,
        String window,
        @Nullable JsonObject metadata,
        long outputSeconds,
        @Nullable String provider) {

    private static final String ONLY_WINDOW = "24h";
    private static final int MOST_PAIRS = 16;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_VALUE = 512;

    /** @param provider named outside of the body, or null; {@code custom_llm_provider} in it counts more */
    static BatchRequest read(byte @Nullable [] body, @Nullable String provider) {
        JsonNode json = Json.object(body);
        String endpoint = text(json, "endpoint");
        if (!BatchEndpoints.ALL.contains(endpoint)) {
            throw refused(
                    "endpoint", "'" + endpoint + "' cannot be called by a batch. Endpoints: " + BatchEndpoints.ALL);
        }
        String window = text(json, "completion_window");
        if (!window.equals(ONLY_WINDOW)) {
            throw refused("completion_window", "'completion_window' must be '" + ONLY_WINDOW + "'.");
        }
        return new BatchRequest(
                text(json, "input_file_id"),
                endpoint,
                window,
                metadata(json),
                outputSeconds(json),
                provider(json, provider));
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (value.isTextual()) {
            return value.asText();
        }
        throw refused(
                name,
                value.isMissingNode() || value.isNull()
                        ? "Missing required parameter: '" + name + "'."
                        : "'" + name + "' must be a text.");
    }

    private static @Nullable JsonObject metadata(JsonNode json) {
        JsonNode metadata = json.path("metadata");
        if (metadata.isMissingNode() || metadata.isNull()) {
            return null;
        }
        boolean fits = metadata.isObject() && metadata.size() <= MOST_PAIRS;
        for (Map.Entry<String, JsonNode> pair : metadata.properties()) {
            fits &= pair.getKey().length() <= LONGEST_NAME
                    && pair.getValue().isTextual()
                    && pair.getValue().asText().length() <= LONGEST_VALUE;
        }
        if (!fits) {
            throw refused(
                    "metadata",
                    "'metadata' must be an object of at most " + MOST_PAIRS + " texts of at most " + LONGEST_VALUE
                            + " characters, with names of at most " + LONGEST_NAME + '.');
        }
        return new JsonObject(metadata.toString());
    }

    private static @Nullable String provider(JsonNode json, @Nullable String outside) {
        String provider = json.path("custom_llm_provider").asText(outside == null ? "" : outside);
        if (provider.isEmpty()) {
            return null;
        }
        if (BatchHost.named(provider).isEmpty()) {
            throw refused(
                    "custom_llm_provider",
                    "Batches of '" + provider + "' are not passed on, only those of "
                            + String.join(", ", BatchHost.providers())
                            + ". Leave custom_llm_provider out, and the lines"
                            + " are run here, whoever serves their models.");
        }
        return provider;
    }

    private static long outputSeconds(JsonNode json) {
        JsonNode after = json.path("output_expires_after");
        if (after.isMissingNode() || after.isNull()) {
            return 0;
        }
        JsonNode seconds = after.path("seconds");
        if (!seconds.isIntegralNumber()
                || !NewFile.mayLive(seconds.asLong())
                || !after.path("anchor").asText().equals("created_at")) {
            throw refused(
                    "output_expires_after",
                    "'output_expires_after' needs the anchor 'created_at' and seconds between " + NewFile.LEAST_SECONDS
                            + " and " + NewFile.MOST_SECONDS + '.');
        }
        return seconds.asLong();
    }

    private static ApiException refused(String parameter, String message) {
        return ApiException.error(400, message, "invalid_request_error", parameter);
    }
}
