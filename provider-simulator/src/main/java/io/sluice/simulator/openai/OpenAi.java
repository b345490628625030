package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Tokens;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's API below any prefix: {@code /chat/completions}, {@code /embeddings}, {@code /models}.
 *
 * <p>Source: platform.openai.com/docs/api-reference (chat, embeddings, models) and /docs/guides/error-codes, and the
 * description in github.com/openai/openai-openapi, seen 2026-11-24.
 */
public final class OpenAi implements Protocol {

    private static final String CHAT = "/chat/completions";
    private static final String EMBEDDINGS = "/embeddings";
    private static final List<String> MODELS =
            List.of("gpt-4o", "gpt-4o-mini", "gpt-4.1", "o3-mini", "text-embedding-3-small", "text-embedding-3-large");
    private static final int MOST_CHOICES = 128;
    private static final long CREATED = 1_715_367_049L;

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a key are refused with 401 */
    public OpenAi(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public boolean serves(String method, String path, MultiMap headers) {
        return method.equals("POST")
                ? path.endsWith(CHAT) || path.endsWith(EMBEDDINGS)
                : path.endsWith("/models") || path.contains("/models/");
    }

    @Override
    public Glance glance(String path, JsonNode body) {
        String prompt = path.endsWith(EMBEDDINGS)
                ? Messages.text(body.path("input"))
                : Messages.lastUser(body.path("messages"));
        return new Glance(body.path("model").asText(""), body.path("stream").asBoolean(), prompt);
    }

    @Override
    public Reply answer(Call call) {
        OpenAiError refusal = refusal(call);
        if (refusal != null) {
            return refusal.reply(call);
        }
        if (call.method().equals("GET")) {
            return models(call);
        }
        return call.path().endsWith(CHAT) ? ChatCompletion.of(call).reply() : EmbeddingList.reply(call);
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return OpenAiError.of(status, message).reply(call);
    }

    private @Nullable OpenAiError refusal(Call call) {
        String key = Call.key(call.headers());
        if (keyRequired && key.isEmpty()) {
            return new OpenAiError(401, "You didn't provide an API key.", "invalid_request_error", null, null);
        }
        if (key.startsWith("sk-invalid")) {
            return new OpenAiError(
                    401, "Incorrect API key provided: sk-inva***.", "invalid_request_error", null, "invalid_api_key");
        }
        return call.method().equals("POST") ? badBody(call) : null;
    }

    private static @Nullable OpenAiError badBody(Call call) {
        if (!call.body().isObject()) {
            return OpenAiError.invalid("The body of the request is not a JSON object.", null, null);
        }
        if (call.model().isEmpty()) {
            return OpenAiError.invalid("you must provide a model parameter", null, null);
        }
        String needed = call.path().endsWith(CHAT) ? "messages" : "input";
        if (!call.body().has(needed)) {
            return OpenAiError.invalid(
                    "Missing required parameter: '" + needed + "'.", needed, "missing_required_parameter");
        }
        if (needed.equals("messages") && !call.body().path("messages").has(0)) {
            return OpenAiError.invalid(
                    "Invalid 'messages': expected an array with at least one item.", "messages", "empty_array");
        }
        JsonNode choices = call.body().path("n");
        if (choices.isNumber() && (choices.asInt() < 1 || choices.asInt() > MOST_CHOICES)) {
            return OpenAiError.invalid("Invalid 'n': expected a number from 1 to 128.", "n", "integer_out_of_range");
        }
        if (call.body().path("dimensions").asInt(1) < 1) {
            return OpenAiError.invalid(
                    "Invalid 'dimensions': expected 1 at least.", "dimensions", "integer_below_min_value");
        }
        return unknownModel(call.model());
    }

    private static @Nullable OpenAiError unknownModel(String model) {
        return model.startsWith("missing-")
                ? new OpenAiError(
                        404,
                        "The model `" + model + "` does not exist or you do not have access to it.",
                        "invalid_request_error",
                        null,
                        "model_not_found")
                : null;
    }

    private static Reply models(Call call) {
        int at = call.path().lastIndexOf("/models/");
        if (at >= 0) {
            String id = call.path().substring(at + "/models/".length());
            OpenAiError unknown = unknownModel(id);
            return unknown == null ? reply(call, model(id)) : unknown.reply(call);
        }
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        MODELS.forEach(id -> data.add(model(id)));
        return reply(call, list);
    }

    private static Reply reply(Call call, JsonNode json) {
        return new Reply.Whole(200, OpenAiHeaders.json(call), Json.bytes(json), null, Tokens.NONE);
    }

    private static ObjectNode model(String id) {
        return Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", CREATED)
                .put("owned_by", "system");
    }

    static int tokens(JsonNode input) {
        if (input.isTextual()) {
            return Math.max(1, TokenCount.of(input.textValue()));
        }
        return Math.max(1, input.size());
    }
}
