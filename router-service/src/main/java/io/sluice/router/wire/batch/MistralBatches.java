package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.FormBody;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mistral's jobs: an uploaded file, and a job that names its model and its endpoint. docs.mistral.ai/capabilities/batch and /api/endpoint/batch, and the types
 * {@code BatchJobIn}, {@code BatchJobOut} of github.com/mistralai/client-python (seen 2026-11-26).
 */
final class MistralBatches implements BatchProtocol {

    private static final TranslatedLines.Frame FRAME = new TranslatedLines.Frame("", "\n", "\n");
    private static final int HOURS = 24;

    @Override
    public UpstreamRequest encode(BatchCall call) {
        ChatAddress jobs = ChatAddress.of(call.target(), "batches");
        ChatAddress files = ChatAddress.of(call.target(), "files");
        String id = '/' + URLEncoder.encode(call.id(), StandardCharsets.UTF_8);
        return switch (call.step()) {
            case UPLOAD -> upload(call, files);
            case CREATE -> request("POST", jobs, "", List.of(ByteBuffer.wrap(SeamJson.bytes(job(call)))));
            case LOOK -> request("GET", jobs, id, List.of());
            case CANCEL -> request("POST", jobs, id + "/cancel", List.of());
            case OUTPUT, ERRORS -> request("GET", files, id + "/content", List.of());
        };
    }

    private static UpstreamRequest request(String method, ChatAddress at, String rest, List<ByteBuffer> body) {
        return new UpstreamRequest(method, at.uri() + rest, at.headers(), body, List.of());
    }

    private static UpstreamRequest upload(BatchCall call, ChatAddress files) {
        ByteBuffer lines = TranslatedLines.write(call, FRAME, (id, body, request) -> {
            body.remove("model"); // the job's
            ObjectNode line = SeamJson.MAPPER.createObjectNode().put("custom_id", id);
            return line.set("body", body);
        });
        FormBody form = new FormBody()
                .fields(SeamJson.MAPPER.createObjectNode().put("purpose", "batch"))
                .file(new UploadedFile("file", "input.jsonl", "application/jsonl", lines), "application/jsonl");
        Map<String, String> headers = new HashMap<>(files.headers());
        headers.put("content-type", form.contentType());
        return new UpstreamRequest("POST", files.uri(), headers, form.build(), List.of());
    }

    private static ObjectNode job(BatchCall call) {
        JsonNode asked = SeamJson.read(Bytes.copy(call.call().request().body()), JsonNode.class);
        ObjectNode job = SeamJson.MAPPER.createObjectNode();
        job.putArray("input_files").add(asked.path("input_file_id").asText());
        return job.put("model", call.model())
                .put("endpoint", endpoint(call.protocol()))
                .put("timeout_hours", HOURS);
    }

    /** Where lines are sent that were translated from a protocol. */
    private static String endpoint(Protocol protocol) {
        return switch (protocol) {
            case OPENAI_EMBEDDINGS -> "/v1/embeddings";
            case OPENAI_MODERATIONS -> "/v1/moderations";
            default -> "/v1/chat/completions";
        };
    }

    @Override
    public ObjectNode batch(JsonNode said) {
        ObjectNode batch = SeamJson.MAPPER
                .createObjectNode()
                .put("id", said.path("id").asText(""))
                .put("object", "batch")
                .put("status", status(said));
        batch.putObject("request_counts")
                .put("total", said.path("total_requests").asInt())
                .put("completed", said.path("succeeded_requests").asInt())
                .put("failed", said.path("failed_requests").asInt());
        for (String file : List.of("output_file", "error_file")) {
            if (said.path(file).isTextual()) {
                batch.put(file + "_id", said.path(file).asText());
            }
        }
        ArrayNode errors = batch.putObject("errors").putArray("data");
        for (JsonNode error : said.path("errors")) {
            errors.addObject()
                    .put("code", "batch_error")
                    .put("message", error.path("message").asText(""))
                    .putNull("line")
                    .putNull("param");
        }
        return batch;
    }

    private static String status(JsonNode said) {
        return switch (said.path("status").asText("")) {
            case "SUCCESS" -> "completed";
            // what was answered before is in a file, and is paid for
            case "FAILED" -> said.path("output_file").isTextual() ? "completed" : "failed";
            case "TIMEOUT_EXCEEDED" -> "expired";
            case "CANCELLATION_REQUESTED" -> "cancelling";
            case "CANCELLED" -> "cancelled";
            default -> "in_progress";
        };
    }

    @Override
    public Result result(JsonNode line) {
        String id = line.path("custom_id").asText("");
        JsonNode response = line.path("response");
        int status = response.path("status_code").asInt();
        JsonNode error = line.path("error");
        if (status == 200) {
            return new Result.Answered(id, response.path("body"));
        }
        return response.isObject()
                ? new Result.Refused(id, status < 400 ? 500 : status, response.path("body"))
                : new Result.Refused(id, 500, error);
    }
}
