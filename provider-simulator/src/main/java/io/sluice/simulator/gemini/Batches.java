package io.sluice.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.batch.BatchedCalls;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Route;
import io.sluice.simulator.exchange.Shelf;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that are uploaded in one request or in two, and batches of them. The requests are run when the batch is made; its state moves on with each look: PENDING, RUNNING,
 * SUCCEEDED. Source: ai.google.dev/api/batch-api, /api/files, /gemini-api/docs/batch-api and the types of google-genai 3.6.1, seen 2026-11-27.
 */
final class Batches {

    private static final int KEPT = 200;
    private static final String FILES = "files/";
    private static final String CREATE = "batchGenerateContent";

    /** RFC 2387: what the file is, then the file. */
    private static final Pattern BOUNDARY = Pattern.compile("^multipart/related;.*boundary=\"?([^\";]+)\"?");

    private final BatchedCalls calls;
    private final Shelf<Buffer> files = new Shelf<>(KEPT);
    private final Shelf<ObjectNode> uploads = new Shelf<>(KEPT);
    private final Shelf<ObjectNode> batches = new Shelf<>(KEPT);
    private final Map<Route, BiFunction<Call, String, Reply>> routes = Map.of(
            Route.of("POST /upload/{version}/files"), (call, version) -> upload(call),
            Route.of("GET /files/{id}:download"), this::content,
            Route.of("GET /batches/{id}"), this::look,
            Route.of("POST /batches/{id}:cancel"), this::cancel,
            Route.of("POST /models/{id}:" + CREATE), this::create);

    Batches(BatchedCalls calls) {
        this.calls = calls;
    }

    /** In both versions of the protocol; OpenAI's batches are below {@code /v1}, too. */
    boolean serves(Call call) {
        boolean googles = call.path().contains("/v1beta/")
                || call.headers().contains("x-goog-api-key")
                || !call.parameter("upload_id").isEmpty();
        return googles
                && routes.keySet().stream().anyMatch(route -> route.match(call).isPresent());
    }

    Reply answer(Call call) {
        for (Map.Entry<Route, BiFunction<Call, String, Reply>> route : routes.entrySet()) {
            Optional<String> id = route.getKey().match(call);
            if (id.isPresent()) {
                return route.getValue().apply(call, id.get());
            }
        }
        return new GoogleError(404, "Not found").reply(call);
    }

    private Reply upload(Call call) {
        Optional<ObjectNode> begun = uploads.get(call.parameter("upload_id"));
        if (begun.isPresent()) {
            return finish(call, begun.get());
        }
        return call.header("x-goog-upload-protocol").equals("resumable") ? begin(call) : uploadWhole(call);
    }

    private Reply begin(Call call) {
        String id = Long.toString(call.number(), 36);
        uploads.put(id, call.body().path("file") instanceof ObjectNode file ? file : Json.object());
        Reply.Whole reply = Reply.json(200, Json.object());
        reply.headers().set("x-goog-upload-url", call.base() + call.path() + "?upload_id=" + id);
        return reply;
    }

    /** All in one piece. */
    private Reply finish(Call call, ObjectNode file) {
        if (!call.header("x-goog-upload-command").equals("upload, finalize")) {
            return new GoogleError(400, "Only uploads in one piece are simulated.").reply(call);
        }
        Reply.Whole reply = stored(call, file, call.raw());
        reply.headers().set("x-goog-upload-status", "final");
        return reply;
    }

    private Reply.Whole stored(Call call, ObjectNode file, Buffer content) {
        String id = "sim" + Long.toString(call.number(), 36);
        files.put(id, content.copy());
        ObjectNode json = Json.object();
        json.set("file", file.deepCopy().put("name", FILES + id).put("state", "ACTIVE"));
        return Reply.json(200, json);
    }

    private Reply uploadWhole(Call call) {
        Matcher boundary = BOUNDARY.matcher(call.header("content-type"));
        if (!call.header("x-goog-upload-protocol").equals("multipart") || !boundary.find()) {
            return new GoogleError(400, "Neither an upload in one request (multipart), nor one that was begun.")
                    .reply(call);
        }
        String mark = "--" + Pattern.quote(boundary.group(1));
        String[] parts = call.raw().toString(StandardCharsets.UTF_8).split("\r\n" + mark + "|^" + mark, -1);
        if (parts.length < 4) {
            return new GoogleError(400, "Request has less than two parts.").reply(call);
        }
        return stored(call, (ObjectNode) Json.read(body(parts[1])).path("file"), Buffer.buffer(body(parts[2])));
    }

    private static String body(String part) {
        return part.substring(part.indexOf("\r\n\r\n") + 4);
    }

    private Reply content(Call call, String id) {
        return files.get(id)
                .<Reply>map(content -> Reply.bytes("application/octet-stream", content.getBytes(), null, Usage.NONE))
                .orElseGet(() -> new GoogleError(404, "File not found").reply(call));
    }

    private Reply create(Call call, String model) {
        JsonNode config = call.body().at("/batch/inputConfig");
        String name = config.path("fileName").asText("");
        Optional<Buffer> input = files.get(name.replaceFirst("^files/", ""));
        if (input.isEmpty()) {
            return new GoogleError(400, "batch.inputConfig: no such file '" + name + "'").reply(call);
        }
        List<String> lines =
                input.get().toString().lines().filter(line -> !line.isBlank()).toList();
        Buffer results = Buffer.buffer();
        int failed = 0;
        for (String line : lines) {
            ObjectNode result = run(call, Json.read(line));
            failed += result.has("error") ? 1 : 0;
            results.appendString(result + "\n");
        }
        String id = "sim" + Long.toString(call.number(), 36);
        files.put(id + "-out", results);
        ObjectNode batch = Json.object().put("name", "batches/" + id);
        ObjectNode metadata = batch.putObject("metadata")
                .put("@type", "type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch")
                .put("model", "models/" + model)
                .put("displayName", call.body().at("/batch/displayName").asText(""))
                .put("state", "BATCH_STATE_PENDING")
                .put("name", "batches/" + id);
        metadata.putObject("batchStats")
                .put("requestCount", Integer.toString(lines.size()))
                .put("pendingRequestCount", Integer.toString(lines.size()));
        batches.put(id, batch.put("failed", failed));
        return told(batch);
    }

    private ObjectNode run(Call call, JsonNode line) {
        JsonNode request = line.path("request");
        Reply.Whole reply =
                calls.run(call, call.path().replace(CREATE, "generateContent"), request, Gemini.said(request));
        ObjectNode result = Json.object().put("key", line.path("key").asText(""));
        JsonNode said = Json.read(reply.body());
        return reply.status() == 200 ? result.set("response", said) : result.set("error", said.path("error"));
    }

    private Reply look(Call call, String id) {
        return batches.change(id, batch -> {
                    ObjectNode next = batch.deepCopy();
                    ObjectNode metadata = (ObjectNode) next.path("metadata");
                    return switch (metadata.path("state").asText()) {
                        case "BATCH_STATE_PENDING" -> {
                            metadata.put("state", "BATCH_STATE_RUNNING");
                            yield next;
                        }
                        case "BATCH_STATE_RUNNING" -> done(next, metadata, id);
                        default -> batch;
                    };
                })
                .map(Batches::told)
                .orElseGet(() -> new GoogleError(404, "Batch not found").reply(call));
    }

    private static ObjectNode done(ObjectNode batch, ObjectNode metadata, String id) {
        ObjectNode stats = (ObjectNode) metadata.path("batchStats");
        int total = stats.path("requestCount").asInt();
        int failed = batch.path("failed").asInt();
        stats.remove("pendingRequestCount");
        stats.put("successfulRequestCount", Integer.toString(total - failed));
        if (failed > 0) {
            stats.put("failedRequestCount", Integer.toString(failed));
        }
        metadata.put("state", "BATCH_STATE_SUCCEEDED").putObject("output").put("responsesFile", FILES + id + "-out");
        batch.put("done", true)
                .putObject("response")
                .put("@type", "type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatchOutput")
                .put("responsesFile", FILES + id + "-out");
        return batch;
    }

    private Reply cancel(Call call, String id) {
        return batches.change(id, batch -> {
                    if (batch.path("done").asBoolean()) {
                        return batch;
                    }
                    ObjectNode next = batch.deepCopy().put("done", true);
                    ((ObjectNode) next.path("metadata")).put("state", "BATCH_STATE_CANCELLED");
                    next.putObject("error").put("code", 1).put("message", "The operation was cancelled.");
                    return next;
                })
                .<Reply>map(cancelled -> Reply.json(200, Json.object()))
                .orElseGet(() -> new GoogleError(404, "Batch not found").reply(call));
    }

    /** What is ours of it stays here. */
    private static Reply told(ObjectNode batch) {
        return Reply.json(200, batch.deepCopy().without("failed"));
    }
}
