package io.sluice.simulator.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Snowflake Cortex: {@code /api/v2/cortex/inference:complete}. Cortex's OpenAI and Anthropic endpoints are answered there.
 *
 * <p>Source: docs.snowflake.com/en/user-guide/snowflake-cortex/cortex-rest-api and
 * /developer-guide/snowflake-rest-api/reference/cortex-inference.
 */
public final class Snowflake implements Protocol {

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a token are refused with 401 */
    public Snowflake(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "snowflake";
    }

    @Override
    public boolean serves(Call call) {
        return call.method().equals("POST") && call.path().endsWith("/cortex/inference:complete");
    }

    @Override
    public Glance glance(Call call) {
        return new Glance(
                call.model(),
                call.body().path("stream").asBoolean(true),
                Messages.lastUser(call.body().path("messages")));
    }

    @Override
    public Reply answer(Call call) {
        if (call.barred(keyRequired)) {
            return refuse(call, 401, "Authentication token is invalid.");
        }
        if (call.model().isEmpty() || !call.body().path("messages").has(0)) {
            return refuse(call, 400, "model and messages are required");
        }
        if (call.model().startsWith("missing-")) {
            return refuse(call, 400, "unknown model \"" + call.model() + "\"");
        }
        Turn turn = Turn.of(call, prompt(call.body()));
        return call.body().path("stream").asBoolean(true) ? stream(turn) : whole(turn);
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return Reply.json(
                status,
                Json.object()
                        .put("message", message)
                        .put("request_id", call.uuid())
                        .put("error_code", Integer.toString(390_000 + status)));
    }

    private static Prompt prompt(JsonNode body) {
        JsonNode messages = body.path("messages");
        JsonNode format = body.path("response_format");
        return new Prompt(
                Messages.lastUser(messages),
                Messages.textBytes(messages),
                tools(body),
                format.path("schema").isObject() ? new Format.Schema(format.path("schema")) : new Format.Text(),
                List.of(),
                body.path("max_tokens").asInt(-1),
                false,
                0);
    }

    private static List<Tool> tools(JsonNode body) {
        JsonNode messages = body.path("messages");
        for (JsonNode part : messages.path(messages.size() - 1).path("content_list")) {
            if (part.path("type").asText("").equals("tool_results")) {
                return List.of();
            }
        }
        List<Tool> offered = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            JsonNode spec = tool.path("tool_spec");
            offered.add(new Tool(spec.path("name").asText(""), spec.path("input_schema")));
        }
        return offered;
    }

    private static Reply whole(Turn turn) {
        ObjectNode json = Json.object()
                .put("id", turn.call().uuid())
                .put("model", turn.call().model());
        ObjectNode message = json.putArray("choices").addObject().putObject("message");
        Answer answer = turn.answer();
        message.put("content", answer.text());
        ObjectNode part = message.putArray("content_list").addObject();
        Tool tool = answer.tool();
        if (tool == null) {
            part.put("type", "text").put("text", answer.text());
        } else {
            part.put("type", "tool_use")
                    .putObject("tool_use")
                    .put("tool_use_id", turn.id("tooluse_"))
                    .put("name", tool.name())
                    .set("input", Json.read(answer.arguments()));
        }
        Usage told = turn.told();
        if (told != null) {
            json.set("usage", usage(told));
        }
        return Reply.json(200, json, told, turn.produced());
    }

    private static Reply stream(Turn turn) {
        Answer answer = turn.answer();
        Tool tool = answer.tool();
        Script script = turn.script();
        if (tool == null) {
            script.text(answer.text(), answer.tokens(), piece -> chunk(turn, text(piece), null));
        } else {
            ObjectNode start = Json.object().put("type", "tool_use");
            start.putArray("content_list")
                    .addObject()
                    .put("tool_use_id", turn.id("tooluse_"))
                    .put("name", tool.name());
            script.say(() -> chunk(turn, start, null));
            script.text(answer.arguments(), answer.tokens(), piece -> {
                ObjectNode delta = Json.object().put("type", "tool_use");
                delta.putArray("content_list").addObject().put("input", piece);
                return chunk(turn, delta, null);
            });
        }
        for (int i = 0; i < turn.tellings(); i++) {
            script.say(() -> chunk(turn, text(""), turn.told()));
        }
        return turn.events(
                script,
                Sse.data(Json.object().put("error", "internal server error").put("code", "500")));
    }

    private static ObjectNode text(String piece) {
        ObjectNode delta = Json.object().put("type", "text").put("content", piece);
        delta.putArray("content_list").addObject().put("type", "text").put("text", piece);
        return delta.put("text", piece);
    }

    private static Buffer chunk(Turn turn, ObjectNode delta, @Nullable Usage told) {
        ObjectNode json = Json.object()
                .put("id", turn.call().uuid())
                .put("model", turn.call().model());
        json.putArray("choices").addObject().set("delta", delta);
        json.set("usage", told == null ? Json.object() : usage(told));
        return Sse.data(json);
    }

    private static ObjectNode usage(Usage told) {
        return Json.object()
                .put("prompt_tokens", told.prompt())
                .put("completion_tokens", told.completion())
                .put("guardrails_tokens", 0)
                .put("total_tokens", told.prompt() + told.completion());
    }
}
