package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.anthropic.AnthropicDialect;
import io.sluice.router.wire.openai.ChatAddress;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Anthropic's Message Batches: all lines in one request, results of all kinds in one file that has the batch's id.
 * platform.claude.com/docs/en/build-with-claude/batch-processing and /api/messages/batches/create, /results (seen 2026-11-26).
 */
final class AnthropicBatches implements BatchProtocol {

    private static final TranslatedLines.Frame FRAME = new TranslatedLines.Frame("{\"requests\":[", ",", "]}");
    private static final String BETA = "anthropic-beta";

    @Override
    public UpstreamRequest encode(BatchCall call) {
        String uri = ChatAddress.of(call.target(), "batches").uri();
        String one = uri + '/' + URLEncoder.encode(call.id(), StandardCharsets.UTF_8);
        return switch (call.step()) {
            case CREATE -> create(call, uri);
            case LOOK -> plain(call, "GET", one);
            case CANCEL -> plain(call, "POST", one + "/cancel");
            case OUTPUT, ERRORS -> plain(call, "GET", one + "/results");
            case UPLOAD -> throw new IllegalStateException("Anthropic takes lines with their batch");
        };
    }

    private static UpstreamRequest create(BatchCall call, String uri) {
        Set<String> betas = new TreeSet<>();
        ByteBuffer body = TranslatedLines.write(call, FRAME, (id, params, request) -> {
            if (!request.uri().endsWith("/messages")) {
                throw new UnsupportedRequestException("it is no message for a model");
            }
            String beta = request.headers().get(BETA);
            if (beta != null) {
                betas.addAll(Arrays.asList(beta.split(",", -1)));
            }
            ObjectNode line = SeamJson.MAPPER.createObjectNode().put("custom_id", id);
            return line.set("params", params);
        });
        return new UpstreamRequest("POST", uri, headers(call, betas), List.of(body), List.of());
    }

    private static UpstreamRequest plain(BatchCall call, String method, String uri) {
        return new UpstreamRequest(method, uri, headers(call, new TreeSet<>()), List.of(), List.of());
    }

    private static Map<String, String> headers(BatchCall call, Set<String> betas) {
        Map<String, String> headers = RequestHeaders.json(call.target());
        // lines bring those that the deployment configures
        if (!betas.isEmpty()) {
            headers.remove(BETA);
        }
        AnthropicDialect.announce(headers, betas);
        return headers;
    }

    @Override
    public ObjectNode batch(JsonNode said) {
        JsonNode counts = said.path("request_counts");
        int succeeded = counts.path("succeeded").asInt();
        int expired = counts.path("expired").asInt();
        int failed = counts.path("errored").asInt() + expired;
        int cancelled = counts.path("canceled").asInt();
        ObjectNode batch = SeamJson.MAPPER
                .createObjectNode()
                .put("id", said.path("id").asText(""))
                .put("object", "batch")
                .put("status", status(said.path("processing_status").asText(""), cancelled, expired));
        batch.putObject("request_counts")
                .put(
                        "total",
                        succeeded
                                + failed
                                + cancelled
                                + counts.path("processing").asInt())
                .put("completed", succeeded)
                .put("failed", failed);
        if (succeeded > 0) {
            batch.put("output_file_id", said.path("id").asText());
        }
        if (failed > 0) {
            batch.put("error_file_id", said.path("id").asText());
        }
        return batch;
    }

    private static String status(String said, int cancelled, int expired) {
        return switch (said) {
            case "ended" -> cancelled > 0 ? "cancelled" : expired > 0 ? "expired" : "completed";
            case "canceling" -> "cancelling";
            default -> "in_progress";
        };
    }

    @Override
    public Result result(JsonNode line) {
        String id = line.path("custom_id").asText("");
        JsonNode result = line.path("result");
        return switch (result.path("type").asText("")) {
            case "succeeded" -> new Result.Answered(id, result.path("message"));
            case "expired" -> new Result.Expired(id);
            case "canceled" -> new Result.Cancelled(id);
            default -> {
                JsonNode error = result.path("error");
                yield new Result.Refused(id, status(error.at("/error/type").asText("")), error);
            }
        };
    }

    /** docs.anthropic.com/en/api/errors (seen 2026-11-26). */
    private static int status(String error) {
        return switch (error) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "timeout_error" -> 504;
            case "overloaded_error" -> 529;
            default -> 500;
        };
    }
}
