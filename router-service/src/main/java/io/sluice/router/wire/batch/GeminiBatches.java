package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.edit.Bytes;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Gemini's batches: an uploaded file of {@code GenerateContentRequest}s with keys, an operation that names its model, and a file of what was answered and what failed.
 * ai.google.dev/api/batch-api, /gemini-api/docs/batch-api and /api/files, and google-genai 3.6.1 for how states and results are named; the upload in one request is
 * that of Google's package for Node (github.com/google-gemini/deprecated-generative-ai-js, {@code GoogleAIFileManager}); seen 2026-11-27.
 */
final class GeminiBatches implements BatchProtocol {

    private static final TranslatedLines.Frame FRAME = new TranslatedLines.Frame("", "\n", "\n");
    private static final Pattern VERSION = Pattern.compile("/v\\d[a-z0-9]*$");
    private static final String JSONL = "application/jsonl";
    private static final String BATCHES = "batches/";
    private static final String FILES = "files/";

    /** google.rpc.Code (cloud.google.com/apis/design/errors, seen 2026-11-27), by its number. */
    private static final Map<Integer, Integer> STATUSES =
            Map.of(1, 499, 3, 400, 4, 504, 5, 404, 7, 403, 8, 429, 12, 501, 14, 503, 16, 401);

    @Override
    public UpstreamRequest encode(BatchCall call) {
        String root = VERSION.matcher(call.target().apiBase()).replaceFirst("");
        String id = URLEncoder.encode(call.id(), StandardCharsets.UTF_8);
        return switch (call.step()) {
            case UPLOAD -> upload(call, root + "/upload/v1beta/files");
            case CREATE ->
                request(
                        call,
                        "POST",
                        root + "/v1beta/models/" + call.model() + ":batchGenerateContent",
                        List.of(ByteBuffer.wrap(SeamJson.bytes(batchOf(call)))));
            case LOOK -> request(call, "GET", root + "/v1beta/batches/" + id, List.of());
            case CANCEL -> request(call, "POST", root + "/v1beta/batches/" + id + ":cancel", List.of());
            case OUTPUT, ERRORS ->
                request(call, "GET", root + "/download/v1beta/files/" + id + ":download?alt=media", List.of());
        };
    }

    private static UpstreamRequest request(BatchCall call, String method, String uri, List<ByteBuffer> body) {
        return new UpstreamRequest(method, uri, RequestHeaders.json(call.target()), body, List.of());
    }

    /** What the file is, and the file (RFC 2387). */
    private static UpstreamRequest upload(BatchCall call, String uri) {
        ByteBuffer lines = TranslatedLines.write(call, FRAME, (id, body, request) -> {
            if (!request.uri().endsWith(":generateContent")) {
                throw new UnsupportedRequestException("a batch of Gemini has none but chats");
            }
            ObjectNode line = SeamJson.MAPPER.createObjectNode().put("key", id);
            return line.set("request", body);
        });
        String boundary = "sluice-" + UUID.randomUUID();
        String head = "--" + boundary + "\r\ncontent-type: application/json; charset=utf-8\r\n\r\n"
                + "{\"file\":{\"displayName\":\"input.jsonl\",\"mimeType\":\"" + JSONL + "\"}}\r\n--" + boundary
                + "\r\ncontent-type: " + JSONL + "\r\n\r\n";
        Map<String, String> headers = RequestHeaders.json(call.target());
        headers.put("content-type", "multipart/related; boundary=" + boundary);
        headers.put("x-goog-upload-protocol", "multipart");
        return new UpstreamRequest(
                "POST", uri, headers, List.of(utf8(head), lines, utf8("\r\n--" + boundary + "--\r\n")), List.of());
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode batchOf(BatchCall call) {
        JsonNode asked = SeamJson.read(Bytes.copy(call.call().request().body()), JsonNode.class);
        ObjectNode body = SeamJson.MAPPER.createObjectNode();
        ObjectNode batch = body.putObject("batch").put("displayName", "sluice");
        batch.putObject("inputConfig")
                .put("fileName", FILES + asked.path("input_file_id").asText());
        return body;
    }

    @Override
    public JsonNode uploaded(JsonNode said) {
        return SeamJson.MAPPER.createObjectNode().put("id", after(FILES, said.at("/file/name")));
    }

    @Override
    public ObjectNode batch(JsonNode said) {
        JsonNode metadata = said.path("metadata");
        JsonNode stats = metadata.path("batchStats");
        int failed = stats.path("failedRequestCount").asInt();
        int succeeded = stats.path("successfulRequestCount").asInt();
        ObjectNode batch = SeamJson.MAPPER
                .createObjectNode()
                .put("id", after(BATCHES, said.path("name")))
                .put("object", "batch")
                .put("status", status(metadata.path("state").asText("")));
        batch.putObject("request_counts")
                .put("total", stats.path("requestCount").asInt())
                .put("completed", succeeded)
                .put("failed", failed);
        String file = after(FILES, results(said));
        if (!file.isEmpty()) {
            batch.put("output_file_id", file);
            if (failed > 0) {
                batch.put("error_file_id", file);
            }
        }
        if (said.path("error").isObject()) {
            batch.putObject("errors")
                    .putArray("data")
                    .addObject()
                    .put("code", "batch_error")
                    .put("message", said.at("/error/message").asText(""))
                    .putNull("line")
                    .putNull("param");
        }
        return batch;
    }

    /** The operation's answer, and what is said of it, have the same. */
    private static JsonNode results(JsonNode said) {
        JsonNode answer = said.at("/response/responsesFile");
        return answer.isTextual() ? answer : said.at("/metadata/output/responsesFile");
    }

    private static String after(String collection, JsonNode name) {
        String text = name.asText("");
        return text.startsWith(collection) ? text.substring(collection.length()) : text;
    }

    /** Named for batches in the one version of the protocol, for jobs in the other. */
    private static String status(String said) {
        return switch (said.substring(said.indexOf("_STATE_") + 1)) {
            case "STATE_SUCCEEDED", "STATE_PARTIALLY_SUCCEEDED" -> "completed";
            case "STATE_FAILED" -> "failed";
            case "STATE_CANCELLED" -> "cancelled";
            case "STATE_CANCELLING" -> "cancelling";
            case "STATE_EXPIRED" -> "expired";
            default -> "in_progress";
        };
    }

    @Override
    public Result result(JsonNode line) {
        String id = line.path("key").asText("");
        JsonNode error = line.has("error") ? line.path("error") : line.at("/response/error");
        if (!error.isObject()) {
            return new Result.Answered(id, line.path("response"));
        }
        int code = error.path("code").asInt();
        ObjectNode body = SeamJson.MAPPER.createObjectNode();
        body.set("error", error);
        return new Result.Refused(id, code >= 400 && code < 600 ? code : STATUSES.getOrDefault(code, 500), body);
    }
}
