package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.batch.BatchedCalls;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Shelf;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * Batches. The lines are run when the batch is made (each is a call of its own in the journal, method {@code BATCH}); the status
 * moves on with each look: validating, in_progress, completed. One that is cancelled before it is completed has no
 * result. Source: platform.openai.com/docs/api-reference/batch.
 */
final class Batches {

    private static final int KEPT = 200;
    private static final long DAY = 86_400;

    private final Files files;
    private final BatchRun run;
    private final Shelf<ObjectNode> shelf = new Shelf<>(KEPT);
    private final Shelf<BatchRun.Result> results = new Shelf<>(KEPT);

    Batches(Files files, BatchedCalls calls) {
        this.files = files;
        this.run = new BatchRun(calls);
    }

    Reply create(Call call) {
        JsonNode body = call.body();
        String input = body.path("input_file_id").asText();
        Optional<Buffer> lines = files.read(input);
        if (lines.isEmpty()) {
            return Files.missing(input).reply(call);
        }
        String number = Long.toString(call.number(), 36);
        BatchRun.Result result = run.all(call, body.path("endpoint").asText(), lines.get());
        long now = System.currentTimeMillis() / 1000;
        ObjectNode batch = Json.object()
                .put("id", "batch_sim" + number)
                .put("object", "batch")
                .put("endpoint", body.path("endpoint").asText())
                .put("input_file_id", input)
                .put("completion_window", body.path("completion_window").asText())
                .put("status", "validating")
                .put("created_at", now)
                .put("expires_at", now + DAY);
        batch.set("metadata", body.path("metadata").isObject() ? body.path("metadata") : Json.object());
        batch.putObject("request_counts").put("total", 0).put("completed", 0).put("failed", 0);
        store("file-simout" + number, "output.jsonl", result.output());
        store("file-simerr" + number, "errors.jsonl", result.errors());
        shelf.put(batch.path("id").asText(), batch);
        results.put(batch.path("id").asText(), result);
        return OpenAiHeaders.reply(call, batch);
    }

    Reply get(Call call, String id) {
        Optional<ObjectNode> batch = shelf.change(id, this::further);
        return batch.isPresent()
                ? OpenAiHeaders.reply(call, batch.get())
                : missing(id).reply(call);
    }

    Reply cancel(Call call, String id) {
        Optional<ObjectNode> found = shelf.get(id);
        if (found.isEmpty()) {
            return missing(id).reply(call);
        }
        String status = found.get().path("status").asText();
        if (!List.of("validating", "in_progress").contains(status)) {
            return new OpenAiError(
                            409,
                            "Cannot cancel a batch with status '" + status + "'.",
                            "invalid_request_error",
                            null,
                            null)
                    .reply(call);
        }
        ObjectNode cancelled = shelf.change(
                        id,
                        batch -> batch.deepCopy()
                                .put("status", "cancelling")
                                .put("cancelling_at", System.currentTimeMillis() / 1000))
                .orElse(found.get());
        return OpenAiHeaders.reply(call, cancelled);
    }

    Reply list(Call call, String none) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        shelf.all().forEach(data::add);
        list.put("first_id", data.path(0).path("id").asText(""));
        list.put("last_id", data.path(data.size() - 1).path("id").asText(""));
        return OpenAiHeaders.reply(call, list.put("has_more", false));
    }

    private ObjectNode further(ObjectNode batch) {
        String id = batch.path("id").asText();
        BatchRun.Result result = results.get(id).orElse(BatchRun.Result.NONE);
        long now = System.currentTimeMillis() / 1000;
        ObjectNode next = batch.deepCopy();
        return switch (batch.path("status").asText()) {
            case "validating" -> {
                next.putObject("request_counts")
                        .put("total", result.total())
                        .put("completed", 0)
                        .put("failed", 0);
                yield next.put("status", "in_progress").put("in_progress_at", now);
            }
            case "in_progress" -> completed(next, result, id.substring("batch_sim".length()), now);
            case "cancelling" -> next.put("status", "cancelled").put("cancelled_at", now);
            default -> batch;
        };
    }

    private static ObjectNode completed(ObjectNode batch, BatchRun.Result result, String number, long now) {
        batch.putObject("request_counts")
                .put("total", result.total())
                .put("completed", result.total() - result.failed())
                .put("failed", result.failed());
        if (result.output().length() > 0) {
            batch.put("output_file_id", "file-simout" + number);
        }
        if (result.errors().length() > 0) {
            batch.put("error_file_id", "file-simerr" + number);
        }
        return batch.put("status", "completed").put("finalizing_at", now).put("completed_at", now);
    }

    private void store(String id, String name, Buffer content) {
        if (content.length() > 0) {
            files.put(id, name, "batch_output", content);
        }
    }

    private static OpenAiError missing(String id) {
        return new OpenAiError(404, "No batch found with id '" + id + "'.", "invalid_request_error", null, null);
    }
}
