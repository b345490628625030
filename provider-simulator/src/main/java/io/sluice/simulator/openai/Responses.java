package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Shelf;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Responses, and those that were stored: the input of one that goes on with another has all text of that. Source:
 * platform.openai.com/docs/api-reference/responses and /docs/guides/conversation-state.
 */
final class Responses {

    private static final int KEPT = 1_000;

    private final Shelf<Stored> shelf = new Shelf<>(KEPT);

    /**
     * A response that can be gone on with.
     *
     * @param bytes UTF-8 bytes of the conversation, the answer included
     */
    private record Stored(ObjectNode response, JsonNode input, long bytes) {}

    Reply create(Call call) {
        JsonNode body = call.body();
        if (!body.hasNonNull("input") && !body.hasNonNull("prompt")) {
            return OpenAiError.invalid("Missing required parameter: 'input'.", "input", "missing_required_parameter")
                    .reply(call);
        }
        JsonNode named = body.path("previous_response_id");
        String previous = named.isTextual() ? named.textValue() : "";
        Optional<Stored> earlier = shelf.get(previous);
        if (!previous.isEmpty() && earlier.isEmpty()) {
            return OpenAiError.invalid(
                            "Previous response with id '" + previous + "' not found.",
                            "previous_response_id",
                            "previous_response_not_found")
                    .reply(call);
        }
        Prompt prompt = ResponseRequest.prompt(body, earlier.map(Stored::bytes).orElse(0L));
        ResponseObject response = ResponseObject.of(Turn.of(call, prompt));
        store(response, prompt);
        Turn turn = response.turn();
        if (body.path("stream").asBoolean()) {
            return new Reply.Stream(
                    OpenAiHeaders.events(call),
                    ResponseEvents.of(response),
                    turn.produced().producing(0),
                    turn.told(),
                    failure());
        }
        return new Reply.Whole(
                200, OpenAiHeaders.json(call), Json.bytes(response.finished()), turn.told(), turn.produced());
    }

    Reply get(Call call, String id) {
        return shelf.get(id)
                .map(stored -> OpenAiHeaders.reply(call, stored.response()))
                .orElseGet(() -> missing(id).reply(call));
    }

    Reply delete(Call call, String id) {
        return shelf.remove(id)
                ? OpenAiHeaders.reply(
                        call,
                        Json.object().put("id", id).put("object", "response").put("deleted", true))
                : missing(id).reply(call);
    }

    Reply inputItems(Call call, String id) {
        Optional<Stored> stored = shelf.get(id);
        if (stored.isEmpty()) {
            return missing(id).reply(call);
        }
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (JsonNode item : stored.get().input()) {
            ObjectNode shown =
                    Json.object().put("id", "msg_" + data.size() + id).put("type", "message");
            shown.setAll((ObjectNode) item);
            data.add(shown);
        }
        list.put("first_id", data.path(0).path("id").asText(""));
        list.put("last_id", data.path(data.size() - 1).path("id").asText(""));
        return OpenAiHeaders.reply(call, list.put("has_more", false));
    }

    private void store(ResponseObject response, Prompt prompt) {
        if (response.turn().call().body().path("store").asBoolean(true)) {
            JsonNode input = ResponseRequest.items(response.turn().call().body().path("input"));
            long said = TokenCount.bytes(response.turn().answer().text());
            shelf.put(response.id(), new Stored(response.finished(), input, prompt.textBytes() + said));
        }
    }

    private static OpenAiError missing(String id) {
        return new OpenAiError(404, "Response with id '" + id + "' not found.", "invalid_request_error", null, null);
    }

    private static Buffer failure() {
        ObjectNode event = Json.object()
                .put("type", "error")
                .put("code", "server_error")
                .put("message", "The server had an error while processing your request.")
                .putNull("param")
                .put("sequence_number", 0);
        return Sse.event("error", event);
    }
}
