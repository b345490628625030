package io.sluice.simulator.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Model;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of {@code /api/chat} or {@code /api/generate}, whole or as lines of JSON (the default). Source:
 * github.com/ollama/ollama docs/api.md, seen 2026-11-24.
 */
record Generation(Call call, boolean chat, Prompt prompt, Answer answer, String createdAt) {

    private static final long NANOS_A_TOKEN = 20_000_000;
    private static final Buffer GARBAGE = Buffer.buffer("{\"model\":\"garbage\",\"message\":{\"con\n");

    static Generation of(Call call, String endpoint) {
        boolean chat = endpoint.equals("/api/chat");
        Prompt prompt = prompt(call.body(), chat);
        Answer answer = Model.answer(prompt, call.shape(), 0);
        return new Generation(call, chat, prompt, answer, Instant.now().toString());
    }

    Reply reply() {
        Usage told = told();
        if (call.body().path("stream").asBoolean(true)) {
            MultiMap headers = HttpHeaders.headers().add(HttpHeaders.CONTENT_TYPE, "application/x-ndjson");
            Buffer error = line(Json.object().put("error", "an error was encountered while running the model"));
            return new Reply.Stream(headers, new Lines(this), produced().producing(0), told, error, GARBAGE);
        }
        ObjectNode json = part(answer.text(), answer.reasoning());
        addToolCall(json);
        finish(json);
        return new Reply.Whole(200, Ollama.json(), Json.bytes(json), told, produced());
    }

    /** A line, or the whole answer, with this much text. */
    ObjectNode part(String text, String thinking) {
        ObjectNode json = Json.object().put("model", call.model()).put("created_at", createdAt);
        ObjectNode holder = chat ? json.putObject("message").put("role", "assistant") : json;
        holder.put(chat ? "content" : "response", text);
        if (!thinking.isEmpty()) {
            holder.put("thinking", thinking);
        }
        return json.put("done", false);
    }

    /** Adds the tool call if there is one. */
    void addToolCall(ObjectNode json) {
        Tool tool = answer.tool();
        if (tool != null) {
            ObjectNode function = ((ObjectNode) json.path("message"))
                    .putArray("tool_calls")
                    .addObject()
                    .putObject("function")
                    .put("name", tool.name());
            function.set("arguments", Json.read(Buffer.buffer(answer.arguments())));
        }
    }

    /** Makes {@code json} the last line. */
    void finish(ObjectNode json) {
        json.put("done", true).put("done_reason", answer.cut() ? "length" : "stop");
        long evaluation = answer.tokens() * NANOS_A_TOKEN;
        json.put("total_duration", evaluation + NANOS_A_TOKEN).put("load_duration", NANOS_A_TOKEN / 4);
        Usage told = told();
        if (told != null) {
            json.put("prompt_eval_count", told.prompt());
            json.put("eval_count", told.completion());
        }
        json.put("prompt_eval_duration", NANOS_A_TOKEN / 2).put("eval_duration", evaluation);
    }

    static Buffer line(ObjectNode json) {
        return Buffer.buffer(json + "\n");
    }

    private Usage produced() {
        return new Usage(prompt.tokens(), answer.tokens());
    }

    private @Nullable Usage told() {
        return call.shape().usage().tell(produced());
    }

    private static Prompt prompt(JsonNode body, boolean chat) {
        JsonNode options = body.path("options");
        JsonNode messages = body.path("messages");
        String text = body.path("prompt").asText("");
        JsonNode think = body.path("think");
        return new Prompt(
                chat ? Messages.lastUser(messages) : text,
                chat
                        ? Messages.textBytes(messages)
                        : TokenCount.bytes(text)
                                + TokenCount.bytes(body.path("system").asText("")),
                chat ? tools(body) : List.of(),
                format(body.path("format")),
                Messages.strings(options.path("stop")),
                options.path("num_predict").asInt(-1),
                think.isTextual() || think.asBoolean(),
                options.path("seed").asLong(0));
    }

    private static List<Tool> tools(JsonNode body) {
        JsonNode messages = body.path("messages");
        if (messages.path(messages.size() - 1).path("role").asText().equals("tool")) {
            return List.of();
        }
        List<Tool> offered = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            offered.add(new Tool(function.path("name").asText(), function.path("parameters")));
        }
        return offered;
    }

    private static Format format(JsonNode format) {
        if (format.isObject()) {
            return new Format.Schema(format);
        }
        return format.asText("").equals("json") ? new Format.AnyJson() : new Format.Text();
    }
}
