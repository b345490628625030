package io.sluice.simulator.anthropic;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Message Batches. The requests are run when the batch is made; it has ended at the second look. One that is cancelled before has no message.
 * Source: platform.claude.com/docs/en/build-with-claude/batch-processing, /api/messages/batches and the types of anthropic-sdk-python, seen 2026-11-26.
 */
final class MessageBatches {

    private static final int KEPT = 200;
    private static final int MOST = 100_000;
    private static final Pattern CUSTOM_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Route CREATE = Route.of("POST /messages/batches");
    private static final Route GET = Route.of("GET /messages/batches/{id}");
    private static final Route CANCEL = Route.of("POST /messages/batches/{id}/cancel");
    private static final Route RESULTS = Route.of("GET /messages/batches/{id}/results");

    private final BatchedCalls calls;
    private final Shelf<Batch> shelf = new Shelf<>(KEPT);

    private record Batch(
            String id,
            Instant made,
            String url,
            List<ObjectNode> results,
            int looks,
            @Nullable Instant cancelled) {

        boolean ended() {
            return looks > 1;
        }

        Batch seen() {
            return new Batch(id, made, url, results, looks + 1, cancelled);
        }

        Batch cancel() {
            List<ObjectNode> none = results.stream().map(Batch::cancelled).toList();
            return ended() ? this : new Batch(id, made, url, none, looks, Instant.now());
        }

        private static ObjectNode cancelled(ObjectNode result) {
            ObjectNode line = result.deepCopy();
            line.putObject("result").put("type", "canceled");
            return line;
        }

        int count(String type) {
            return (int) results.stream()
                    .filter(line -> ended() && line.at("/result/type").asText().equals(type))
                    .count();
        }

        ObjectNode json() {
            ObjectNode json = Json.object()
                    .put("id", id)
                    .put("type", "message_batch")
                    .put("processing_status", ended() ? "ended" : cancelled == null ? "in_progress" : "canceling")
                    .put("created_at", made.toString())
                    .put("expires_at", made.plus(Duration.ofDays(1)).toString())
                    .put("ended_at", ended() ? Instant.now().toString() : null)
                    .put("cancel_initiated_at", cancelled == null ? null : cancelled.toString())
                    .putNull("archived_at")
                    .put("results_url", ended() ? url + "/" + id + "/results" : null);
            json.putObject("request_counts")
                    .put("processing", ended() ? 0 : results.size())
                    .put("succeeded", count("succeeded"))
                    .put("errored", count("errored"))
                    .put("canceled", count("canceled"))
                    .put("expired", count("expired"));
            return json;
        }
    }

    MessageBatches(BatchedCalls calls) {
        this.calls = calls;
    }

    static boolean serves(Call call) {
        return List.of(CREATE, GET, CANCEL, RESULTS).stream()
                .anyMatch(route -> route.match(call).isPresent());
    }

    Reply answer(Call call) {
        if (CREATE.match(call).isPresent()) {
            return create(call);
        }
        Optional<String> results = RESULTS.match(call);
        if (results.isPresent()) {
            return shelf.get(results.get())
                    .filter(Batch::ended)
                    .map(batch -> results(call, batch))
                    .orElseGet(() -> missing(call, results.get()));
        }
        Optional<String> cancelled = CANCEL.match(call);
        String id = cancelled.or(() -> GET.match(call)).orElse("");
        return shelf.change(id, batch -> cancelled.isPresent() ? batch.cancel() : batch.seen())
                .map(batch -> Anthropic.reply(call, batch.json()))
                .orElseGet(() -> missing(call, id));
    }

    private Reply create(Call call) {
        JsonNode requests = call.body().path("requests");
        String wrong = wrong(requests);
        if (wrong != null) {
            return new AnthropicError(400, wrong).reply(call);
        }
        String path = call.path().substring(0, call.path().lastIndexOf("/batches"));
        List<ObjectNode> results = new ArrayList<>();
        for (JsonNode request : requests) {
            Reply.Whole reply = calls.run(call, path, request.path("params"));
            ObjectNode line =
                    Json.object().put("custom_id", request.path("custom_id").asText());
            boolean good = reply.status() == 200;
            line.putObject("result")
                    .put("type", good ? "succeeded" : "errored")
                    .set(good ? "message" : "error", Json.read(reply.body()));
            results.add(line);
        }
        Batch batch = new Batch(
                "msgbatch_sim" + Long.toString(call.number(), 36),
                Instant.now(),
                call.base() + call.path(),
                results,
                0,
                null);
        shelf.put(batch.id(), batch);
        return Anthropic.reply(call, batch.json());
    }

    private static @Nullable String wrong(JsonNode requests) {
        if (!requests.isArray() || requests.isEmpty() || requests.size() > MOST) {
            return "requests: List should have from 1 to " + MOST + " items";
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < requests.size(); i++) {
            String id = requests.path(i).path("custom_id").asText("");
            if (!CUSTOM_ID.matcher(id).matches()) {
                return "requests." + i + ".custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'";
            }
            if (!ids.add(id)) {
                return "requests." + i + ".custom_id: custom_id is not unique";
            }
            if (requests.path(i).path("params").has("stream")) {
                return "requests." + i + ".params.stream: Extra inputs are not permitted";
            }
        }
        return null;
    }

    /** In no order that anybody may rely on. */
    private static Reply results(Call call, Batch batch) {
        Buffer lines = Buffer.buffer();
        batch.results().reversed().forEach(line -> lines.appendString(line + "\n"));
        return new Reply.Whole(200, AnthropicError.headers(call, "application/x-jsonl"), lines, null, Usage.NONE);
    }

    private static Reply missing(Call call, String id) {
        return new AnthropicError(404, "There is no batch " + id + " with results").reply(call);
    }
}
