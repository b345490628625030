package io.sluice.simulator.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Pictures;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import io.sluice.simulator.openai.ChatRequest;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cloudflare Workers AI: {@code /accounts/{account}/ai/run/{model}}, with each result in an envelope. Its OpenAI endpoints are
 * answered there.
 *
 * <p>Source: developers.cloudflare.com/api/resources/ai/methods/run, /workers-ai/models (schemas) and
 * /workers-ai/platform/errors.
 */
public final class Cloudflare implements Protocol {

    private static final String RUN = "/ai/run/";
    private static final int DIMENSIONS = 768;
    private static final int DEFAULT_CAP = 256;

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a token are refused with 401 */
    public Cloudflare(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "cloudflare";
    }

    @Override
    public boolean serves(Call call) {
        return call.method().equals("POST") && call.path().contains(RUN);
    }

    @Override
    public Glance glance(Call call) {
        JsonNode body = call.body();
        String prompt = body.has("messages")
                ? Messages.lastUser(body.path("messages"))
                : body.path("prompt").asText(Messages.text(body.path("text")));
        return new Glance(model(call), body.path("stream").asBoolean(), prompt);
    }

    @Override
    public Reply answer(Call call) {
        if (call.barred(keyRequired)) {
            return refuse(call, 401, "Authentication error");
        }
        String model = model(call);
        if (model.contains("missing-")) {
            return refuse(call, 400, "AiError: No such model " + model + " or task");
        }
        JsonNode body = call.body();
        if (body.has("text")) {
            return embed(call);
        }
        if (model.contains("flux")) {
            return picture(call);
        }
        if (!body.path("messages").has(0) && !body.has("prompt")) {
            return refuse(call, 400, "AiError: Bad input: required properties at '/' are 'prompt' or 'messages'");
        }
        Turn turn = Turn.of(call, prompt(body));
        return body.path("stream").asBoolean() ? stream(turn) : whole(turn);
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        int code = switch (status) {
            case 401, 403 -> 10_000;
            case 429 -> 3_040;
            default -> status < 500 ? 5_007 : 3_043;
        };
        ObjectNode json = Json.object();
        json.putObject("result");
        json.put("success", false);
        json.putArray("errors").addObject().put("code", code).put("message", message);
        json.putArray("messages");
        return Reply.json(status, json);
    }

    private static Prompt prompt(JsonNode body) {
        Prompt chat = ChatRequest.of(body).prompt();
        String text = body.path("prompt").asText("");
        boolean plain = body.has("prompt");
        JsonNode format = body.path("response_format").path("json_schema");
        return new Prompt(
                plain ? text : chat.lastUser(),
                plain ? TokenCount.bytes(text) : chat.textBytes(),
                plain ? List.of() : tools(body, chat),
                format.isObject() ? new Format.Schema(format) : chat.format(),
                List.of(),
                body.path("max_tokens").asInt(DEFAULT_CAP),
                false,
                body.path("seed").asLong(0));
    }

    /** Tools come in OpenAI's form, or as bare functions. */
    private static List<Tool> tools(JsonNode body, Prompt chat) {
        JsonNode bare = body.path("tools").path(0);
        return !chat.tools().isEmpty() && bare.has("name")
                ? List.of(new Tool(bare.path("name").asText(), bare.path("parameters")))
                : chat.tools();
    }

    private static Reply whole(Turn turn) {
        ObjectNode result = Json.object();
        Tool tool = turn.answer().tool();
        if (tool == null) {
            result.put("response", turn.answer().text());
        } else {
            result.putNull("response")
                    .putArray("tool_calls")
                    .addObject()
                    .put("name", tool.name())
                    .set("arguments", Json.read(turn.answer().arguments()));
        }
        Usage told = turn.told();
        if (told != null) {
            result.set("usage", usage(told));
        }
        return enveloped(result, told, turn.produced());
    }

    private static Reply stream(Turn turn) {
        Script script = turn.script();
        Tool tool = turn.answer().tool();
        if (tool == null) {
            script.text(
                    turn.answer().text(),
                    turn.answer().tokens(),
                    piece -> Sse.data(Json.object().put("response", piece).put("p", "abc")));
        } else {
            ObjectNode called = Json.object().put("response", "");
            called.putArray("tool_calls")
                    .addObject()
                    .put("name", tool.name())
                    .set("arguments", Json.read(turn.answer().arguments()));
            script.cost(turn.answer().tokens(), () -> Sse.data(called));
        }
        Usage told = turn.told();
        ObjectNode last = Json.object().put("response", "");
        if (told != null) {
            last.set("usage", usage(told));
        }
        for (int i = 0; i < turn.tellings(); i++) {
            script.say(() -> Sse.data(last));
        }
        script.say(() -> Sse.DONE);
        ObjectNode error = Json.object();
        error.putArray("errors").addObject().put("code", 3_043).put("message", "AiError: Internal server error");
        return turn.events(script, Sse.data(error));
    }

    private static Reply embed(Call call) {
        List<String> texts = Messages.strings(call.body().path("text"));
        ObjectNode result = Json.object();
        result.putArray("shape").add(texts.size()).add(DIMENSIONS);
        ArrayNode data = result.putArray("data");
        texts.forEach(text -> data.add(Vectors.json(text, DIMENSIONS)));
        result.put("pooling", "mean");
        Usage produced = new Usage(texts.stream().mapToLong(TokenCount::of).sum(), 0);
        return enveloped(result, null, produced);
    }

    private static Reply picture(Call call) {
        String prompt = call.body().path("prompt").asText("");
        String image = Base64.getEncoder().encodeToString(Pictures.png(prompt, 0));
        return enveloped(Json.object().put("image", image), null, new Usage(0, 0, Units.images(1)));
    }

    private static Reply enveloped(ObjectNode result, @Nullable Usage told, Usage produced) {
        ObjectNode json = Json.object();
        json.set("result", result);
        json.put("success", true).putArray("errors");
        json.putArray("messages");
        return Reply.json(200, json, told, produced);
    }

    private static ObjectNode usage(Usage told) {
        return Json.object()
                .put("prompt_tokens", told.prompt())
                .put("completion_tokens", told.completion())
                .put("total_tokens", told.prompt() + told.completion());
    }

    private static String model(Call call) {
        return Call.decoded(call.path().substring(call.path().indexOf(RUN) + RUN.length()));
    }
}
