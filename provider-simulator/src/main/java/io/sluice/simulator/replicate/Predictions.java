package io.sluice.simulator.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Pieces;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Media;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Shelf;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.faults.Fault;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Predictions. One that is waited for ({@code Prefer: wait}) is done at once; others go from starting over processing to succeeded
 * with each look. The fault {@code error-event} makes a prediction fail. Models whose name sounds of pictures give
 * addresses of pictures, others a list of texts. What a prediction takes is billed with the call that makes it. Source:
 * replicate.com/docs/topics/predictions/lifecycle and /create-a-prediction.
 */
final class Predictions {

    private static final int KEPT = 500;
    private static final List<String> PICTURES =
            List.of("flux", "sdxl", "stable-diffusion", "imagen", "ideogram", "recraft", "image");

    private final Shelf<Stored> shelf = new Shelf<>(KEPT);

    /**
     * A prediction as it was last seen, and as it will be when it is done.
     *
     * @param text what a stream says
     */
    private record Stored(ObjectNode seen, ObjectNode done, String text, int chunkTokens) {}

    Reply create(Call call, String model) {
        Turn turn = Turn.of(call, prompt(call.body().path("input")));
        boolean pictured = pictured(model);
        int pictures = Math.max(1, call.body().path("input").path("num_outputs").asInt(1));
        Usage produced = pictured ? new Usage(0, 0, Units.images(pictures)) : turn.produced();
        Usage told = call.shape().usage().tell(produced);
        ObjectNode begun = begun(call, model, turn.id("pred"));
        ObjectNode done = begun.deepCopy();
        if (call.shape().fault() == Fault.ERROR_EVENT) {
            done.put("status", "failed").put("error", "Prediction failed: simulated");
        } else {
            done.put("status", "succeeded").set("output", pictured ? pictures(call, pictures) : words(turn));
        }
        done.put("started_at", now()).put("completed_at", now());
        ObjectNode metrics = done.putObject("metrics").put("predict_time", 0.5).put("total_time", 0.6);
        if (told != null && !pictured) {
            metrics.put("input_token_count", told.prompt()).put("output_token_count", told.completion());
        }
        boolean waits = call.header("prefer").startsWith("wait");
        ObjectNode first = waits ? done : begun;
        String text = pictured
                ? Media.picture(call, turn.prompt().lastUser(), 0)
                : turn.answer().text();
        shelf.put(
                begun.path("id").asText(),
                new Stored(first, done, text, call.shape().chunkTokens()));
        return Reply.json(201, first, waits ? told : null, produced);
    }

    Optional<ObjectNode> get(String id) {
        return shelf.change(id, Predictions::further).map(Stored::seen);
    }

    Optional<ObjectNode> cancel(String id) {
        return shelf.change(id, stored -> {
                    ObjectNode cancelled = stored.seen().deepCopy().put("status", "canceled");
                    return finished(stored) ? stored : new Stored(cancelled, cancelled, "", 1);
                })
                .map(Stored::seen);
    }

    /** What it has said, as events: the call that made it has paid for it. */
    Optional<Reply> stream(Call call, String id) {
        return shelf.get(id).map(stored -> {
            Script script = new Script(stored.chunkTokens());
            String event = "\nid: " + call.number() + ":";
            int[] number = {0};
            script.text(
                    stored.text(),
                    0,
                    piece -> Buffer.buffer("event: output" + event + number[0]++ + "\ndata: "
                            + piece.replace("\n", "\ndata: ") + "\n\n"));
            script.say(() -> Buffer.buffer("event: done" + event + number[0] + "\ndata: {}\n\n"));
            Buffer error = Buffer.buffer(
                    "event: error" + event + "0\ndata: {\"detail\":\"An unexpected error occurred\"}\n\n");
            return new Reply.Stream(Sse.headers(), script, Usage.NONE, null, error);
        });
    }

    private static Stored further(Stored stored) {
        return switch (stored.seen().path("status").asText()) {
            case "starting" ->
                new Stored(
                        stored.seen().deepCopy().put("status", "processing").put("started_at", now()),
                        stored.done(),
                        stored.text(),
                        stored.chunkTokens());
            case "processing" -> new Stored(stored.done(), stored.done(), stored.text(), stored.chunkTokens());
            default -> stored;
        };
    }

    private static boolean finished(Stored stored) {
        String status = stored.seen().path("status").asText();
        return !status.equals("starting") && !status.equals("processing");
    }

    private static ObjectNode begun(Call call, String model, String id) {
        String base = call.base() + call.path().substring(0, call.path().indexOf("/v1/") + 4);
        ObjectNode json = Json.object().put("id", id).put("model", model);
        json.put("version", call.body().path("version").asText("hidden"));
        json.set("input", call.body().path("input"));
        json.put("logs", "").putNull("output");
        json.put("data_removed", false).putNull("error");
        json.put("status", "starting").put("created_at", now());
        json.putObject("urls")
                .put("get", base + "predictions/" + id)
                .put("cancel", base + "predictions/" + id + "/cancel")
                .put("stream", base + "streams/" + id)
                .put("web", "https://replicate.com/p/" + id);
        return json;
    }

    private static Prompt prompt(JsonNode input) {
        String text = input.path("prompt").asText("");
        int cap = input.path("max_tokens").asInt(input.path("max_new_tokens").asInt(-1));
        return new Prompt(
                text,
                TokenCount.bytes(text)
                        + TokenCount.bytes(input.path("system_prompt").asText("")),
                List.of(),
                new Format.Text(),
                Messages.strings(input.path("stop_sequences")),
                cap,
                false,
                input.path("seed").asLong(0));
    }

    private static boolean pictured(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return PICTURES.stream().anyMatch(name::contains);
    }

    private static ArrayNode pictures(Call call, int count) {
        ArrayNode output = Json.array();
        for (int i = 0; i < count; i++) {
            output.add(
                    Media.picture(call, call.body().path("input").path("prompt").asText(""), i));
        }
        return output;
    }

    private static ArrayNode words(Turn turn) {
        ArrayNode output = Json.array();
        for (Iterator<String> pieces = new Pieces(turn.answer().text(), 1); pieces.hasNext(); ) {
            output.add(pieces.next());
        }
        return output;
    }

    private static String now() {
        return Instant.now().toString();
    }
}
