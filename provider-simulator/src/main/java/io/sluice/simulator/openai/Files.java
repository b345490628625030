package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Shelf;
import io.sluice.simulator.exchange.Upload;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** Files, in memory. Source: platform.openai.com/docs/api-reference/files. */
final class Files {

    private static final int KEPT = 50;

    private final Shelf<Stored> shelf = new Shelf<>(KEPT);

    /** A file and what is said of it. */
    record Stored(ObjectNode object, Buffer content) {}

    Reply create(Call call) {
        Optional<Upload> file = call.uploads().stream()
                .filter(upload -> upload.field().equals("file"))
                .findFirst();
        if (file.isEmpty()) {
            return OpenAiError.invalid("'file' must be a file.", "file", null).reply(call);
        }
        String purpose = call.body().path("purpose").asText("");
        return OpenAiHeaders.reply(
                call,
                put(
                        "file-sim" + Long.toString(call.number(), 36),
                        file.get().filename(),
                        purpose,
                        file.get().content()));
    }

    /** Stores a file; what is said of it. */
    ObjectNode put(String id, String filename, String purpose, Buffer content) {
        ObjectNode object = Json.object()
                .put("id", id)
                .put("object", "file")
                .put("bytes", content.length())
                .put("created_at", System.currentTimeMillis() / 1000)
                .put("filename", filename)
                .put("purpose", purpose)
                .put("status", "processed");
        shelf.put(id, new Stored(object, content.copy()));
        return object;
    }

    /** The content of a file. */
    Optional<Buffer> read(String id) {
        return shelf.get(id).map(Stored::content);
    }

    Reply list(Call call, String none) {
        String purpose = call.parameter("purpose");
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (Stored stored : shelf.all()) {
            if (purpose.isEmpty() || stored.object().path("purpose").asText().equals(purpose)) {
                data.add(stored.object());
            }
        }
        return OpenAiHeaders.reply(call, list.put("has_more", false));
    }

    Reply get(Call call, String id) {
        return shelf.get(id)
                .map(stored -> OpenAiHeaders.reply(call, stored.object()))
                .orElseGet(() -> missing(id).reply(call));
    }

    Reply content(Call call, String id) {
        return shelf.get(id)
                .<Reply>map(stored -> new Reply.Whole(
                        200, OpenAiHeaders.with(call, "application/octet-stream"), stored.content(), null, Usage.NONE))
                .orElseGet(() -> missing(id).reply(call));
    }

    Reply delete(Call call, String id) {
        return shelf.remove(id)
                ? OpenAiHeaders.reply(
                        call, Json.object().put("id", id).put("object", "file").put("deleted", true))
                : missing(id).reply(call);
    }

    static OpenAiError missing(String id) {
        return new OpenAiError(404, "No such File object: " + id, "invalid_request_error", "id", null);
    }
}
