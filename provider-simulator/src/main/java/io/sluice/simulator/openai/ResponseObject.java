package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;

/** The response object. Source: platform.openai.com/docs/api-reference/responses/object. */
record ResponseObject(Turn turn, String id, long created) {

    static ResponseObject of(Turn turn) {
        return new ResponseObject(turn, turn.id("resp_"), System.currentTimeMillis() / 1000);
    }

    ResponseItems items() {
        return new ResponseItems(turn);
    }

    String finalStatus() {
        return turn.answer().cut() ? "incomplete" : "completed";
    }

    ObjectNode finished() {
        ObjectNode json = json(finalStatus(), items().finished());
        Usage told = turn.told();
        if (told == null) {
            json.putNull("usage");
        } else {
            json.set("usage", usage(told));
        }
        return json;
    }

    ObjectNode begun() {
        return json("in_progress", Json.array()).putNull("usage");
    }

    private ObjectNode json(String status, ArrayNode output) {
        JsonNode body = turn.call().body();
        ObjectNode json = Json.object()
                .put("id", id)
                .put("object", "response")
                .put("created_at", created)
                .put("status", status)
                .put("background", body.path("background").asBoolean())
                .putNull("error");
        if (status.equals("incomplete")) {
            json.putObject("incomplete_details").put("reason", "max_output_tokens");
        } else {
            json.putNull("incomplete_details");
        }
        echo(json, body, "instructions", "null");
        echo(json, body, "max_output_tokens", "null");
        json.put("model", turn.call().model());
        json.set("output", output);
        echo(json, body, "parallel_tool_calls", "true");
        echo(json, body, "previous_response_id", "null");
        ObjectNode reasoning = json.putObject("reasoning");
        echo(reasoning, body.path("reasoning"), "effort", "null");
        echo(reasoning, body.path("reasoning"), "summary", "null");
        json.put("service_tier", "default");
        echo(json, body, "store", "true");
        echo(json, body, "temperature", "1.0");
        echo(json, body, "text", "{\"format\":{\"type\":\"text\"}}");
        echo(json, body, "tool_choice", "\"auto\"");
        echo(json, body, "tools", "[]");
        echo(json, body, "top_p", "1.0");
        echo(json, body, "truncation", "\"disabled\"");
        echo(json, body, "user", "null");
        echo(json, body, "metadata", "{}");
        return json;
    }

    private static void echo(ObjectNode json, JsonNode body, String name, String otherwise) {
        json.set(name, body.hasNonNull(name) ? body.path(name) : Json.read(otherwise));
    }

    private ObjectNode usage(Usage told) {
        ObjectNode usage = Json.object().put("input_tokens", told.prompt());
        usage.putObject("input_tokens_details")
                .put("cached_tokens", turn.call().shape().cached())
                .put("cache_write_tokens", turn.call().shape().cacheWrite());
        usage.put("output_tokens", told.completion());
        usage.putObject("output_tokens_details").put("reasoning_tokens", turn.reasoning());
        return usage.put("total_tokens", told.prompt() + told.completion());
    }
}
