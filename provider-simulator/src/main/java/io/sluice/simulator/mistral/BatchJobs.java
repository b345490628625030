package io.sluice.simulator.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.batch.BatchedCalls;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Route;
import io.sluice.simulator.exchange.Shelf;
import io.sluice.simulator.exchange.Upload;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Files and batch jobs. The lines are run when the job is made; its status moves on with each look: QUEUED, RUNNING, SUCCESS. One that is cancelled before has no
 * files. Source: docs.mistral.ai/capabilities/batch, /api/endpoint/batch, /api/endpoint/files and the types of mistralai 3.7.0, seen 2026-11-26.
 */
final class BatchJobs {

    private static final int KEPT = 200;

    private final BatchedCalls calls;
    private final Shelf<Buffer> files = new Shelf<>(KEPT);
    private final Shelf<ObjectNode> jobs = new Shelf<>(KEPT);
    private final Map<Route, BiFunction<Call, String, Reply>> routes = Map.of(
            Route.of("POST /files"), (call, none) -> upload(call),
            Route.of("GET /files/{id}/content"), this::content,
            Route.of("POST /batch/jobs"), (call, none) -> create(call),
            Route.of("GET /batch/jobs/{id}"), (call, id) -> look(id),
            Route.of("POST /batch/jobs/{id}/cancel"), (call, id) -> cancel(id));

    BatchJobs(BatchedCalls calls) {
        this.calls = calls;
    }

    boolean serves(Call call) {
        return routes.keySet().stream().anyMatch(route -> route.match(call).isPresent());
    }

    Reply answer(Call call) {
        for (Map.Entry<Route, BiFunction<Call, String, Reply>> route : routes.entrySet()) {
            Optional<String> id = route.getKey().match(call);
            if (id.isPresent()) {
                return route.getValue().apply(call, id.get());
            }
        }
        return MistralError.reply(404, "Not found");
    }

    private Reply upload(Call call) {
        Optional<Upload> file = call.uploads().stream()
                .filter(upload -> upload.field().equals("file"))
                .findFirst();
        if (file.isEmpty()) {
            return MistralError.missing("file");
        }
        String id = call.uuid();
        files.put(id, file.get().content().copy());
        ObjectNode json = Json.object()
                .put("id", id)
                .put("object", "file")
                .put("bytes", file.get().content().length())
                .put("created_at", System.currentTimeMillis() / 1000)
                .put("filename", file.get().filename())
                .put("purpose", call.body().path("purpose").asText("fine-tune"))
                .put("sample_type", "batch_request")
                .put("source", "upload");
        return Reply.json(200, json);
    }

    private Reply content(Call call, String id) {
        return files.get(id)
                .<Reply>map(content -> Reply.bytes("application/octet-stream", content.getBytes(), null, Usage.NONE))
                .orElseGet(() -> MistralError.reply(404, "File not found"));
    }

    private Reply create(Call call) {
        JsonNode body = call.body();
        for (String name : List.of("endpoint", "model", "input_files")) {
            if (!body.hasNonNull(name)) {
                return MistralError.missing(name);
            }
        }
        Optional<Buffer> input = files.get(body.path("input_files").path(0).asText());
        if (input.isEmpty()) {
            return MistralError.reply(400, "Input file not found");
        }
        Buffer output = Buffer.buffer();
        Buffer errors = Buffer.buffer();
        int total = 0;
        int failed = 0;
        for (String text :
                input.get().toString().lines().filter(line -> !line.isBlank()).toList()) {
            ObjectNode result = run(call, Json.read(text), ++total);
            boolean good = result.at("/response/status_code").asInt() == 200;
            failed += good ? 0 : 1;
            (good ? output : errors).appendString(result + "\n");
        }
        String id = call.uuid();
        files.put(id + "-out", output);
        files.put(id + "-err", errors);
        ObjectNode job = Json.object()
                .put("id", id)
                .put("object", "batch")
                .put("endpoint", body.path("endpoint").asText())
                .put("model", body.path("model").asText())
                .put("status", "QUEUED")
                .put("created_at", System.currentTimeMillis() / 1000)
                .put("total_requests", total)
                .put("completed_requests", 0)
                .put("succeeded_requests", 0)
                .put("failed_requests", failed)
                .putNull("output_file")
                .putNull("error_file");
        job.set("input_files", body.path("input_files"));
        job.putArray("errors");
        jobs.put(id, job);
        return Reply.json(200, job.deepCopy().put("failed_requests", 0));
    }

    private ObjectNode run(Call call, JsonNode line, int index) {
        String prefix = call.path().substring(0, call.path().lastIndexOf("/v1/batch/jobs"));
        ObjectNode body = ((ObjectNode) line.path("body")).deepCopy();
        body.put("model", call.model());
        Reply.Whole reply =
                calls.run(call, prefix + call.body().path("endpoint").asText(), body);
        ObjectNode result = Json.object()
                .put("id", "batch-" + call.number() + "-" + index)
                .put("custom_id", line.path("custom_id").asText(""));
        result.putObject("response").put("status_code", reply.status()).set("body", Json.read(reply.body()));
        return result.putNull("error");
    }

    private Reply look(String id) {
        return told(jobs.change(id, job -> {
            ObjectNode next = job.deepCopy();
            return switch (job.path("status").asText()) {
                case "QUEUED" -> next.put("status", "RUNNING");
                case "RUNNING" -> done(next);
                case "CANCELLATION_REQUESTED" -> next.put("status", "CANCELLED");
                default -> job;
            };
        }));
    }

    private ObjectNode done(ObjectNode job) {
        int total = job.path("total_requests").asInt();
        int failed = job.path("failed_requests").asInt();
        String id = job.path("id").asText();
        job.put("status", "SUCCESS")
                .put("completed_requests", total)
                .put("succeeded_requests", total - failed)
                .put("completed_at", System.currentTimeMillis() / 1000);
        if (failed < total) {
            job.put("output_file", id + "-out");
        }
        return failed > 0 ? job.put("error_file", id + "-err") : job;
    }

    private Reply cancel(String id) {
        return told(jobs.change(
                id,
                job -> List.of("QUEUED", "RUNNING").contains(job.path("status").asText())
                        ? job.deepCopy().put("status", "CANCELLATION_REQUESTED")
                        : job));
    }

    private static Reply told(Optional<ObjectNode> job) {
        return job.<Reply>map(found -> Reply.json(200, found))
                .orElseGet(() -> MistralError.reply(404, "Batch job not found"));
    }
}
