package io.sluice.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.batch.BatchedCalls;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Journal;
import io.sluice.simulator.journal.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's API below any prefix: {@code /messages}, {@code /messages/count_tokens}, {@code /messages/batches}, {@code /models} (told from
 * OpenAI's by the {@code anthropic-version} header).
 *
 * <p>Source: docs.anthropic.com/en/api/messages, /messages-count-tokens, /models-list, /versioning and /errors, and the
 * types in github.com/anthropics/anthropic-sdk-python, seen 2026-11-24.
 */
public final class Anthropic implements Protocol {

    private static final String MESSAGES = "/messages";
    private static final String COUNT = "/messages/count_tokens";
    private static final String VERSION = "anthropic-version";
    private static final List<String> MODELS =
            List.of("claude-sonnet-4-5-20250929", "claude-opus-4-1-20250805", "claude-3-5-haiku-20241022");

    private final boolean keyRequired;
    private final MessageBatches batches;

    /**
     * @param keyRequired whether calls without a key are refused with 401
     * @param journal gets an entry for each request of a batch
     */
    public Anthropic(boolean keyRequired, Journal journal) {
        this.keyRequired = keyRequired;
        this.batches = new MessageBatches(new BatchedCalls(journal, this::answer, this::refuse));
    }

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public boolean serves(Call call) {
        String path = call.path();
        return call.method().equals("POST")
                ? MessageBatches.serves(call) || path.endsWith(MESSAGES) || path.endsWith(COUNT)
                : MessageBatches.serves(call)
                        || call.headers().contains(VERSION) && (path.endsWith("/models") || path.contains("/models/"));
    }

    @Override
    public Glance glance(Call call) {
        JsonNode body = call.body();
        return new Glance(
                body.path("model").asText(""),
                body.path("stream").asBoolean(),
                Messages.lastUser(body.path("messages")));
    }

    @Override
    public Reply answer(Call call) {
        AnthropicError refusal = refusal(call);
        if (refusal != null) {
            return refusal.reply(call);
        }
        if (MessageBatches.serves(call)) {
            return batches.answer(call);
        }
        if (call.method().equals("GET")) {
            return models(call);
        }
        return call.path().endsWith(COUNT) ? count(call) : MessageReply.of(call).reply();
    }

    /** The message for a body that has all that Anthropic wants in it, for services that bring its models. */
    public Reply converse(Call call) {
        AnthropicError refusal = badBody(call.with(MESSAGES, call.body()));
        return refusal == null ? MessageReply.of(call).reply() : refusal.reply(call);
    }

    /** The number of input tokens. */
    public Reply count(Call call) {
        int tokens = MessageRequest.prompt(call.body()).tokens();
        return reply(call, Json.object().put("input_tokens", tokens));
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return new AnthropicError(status, message).reply(call);
    }

    private @Nullable AnthropicError refusal(Call call) {
        String key = call.key();
        if (keyRequired && key.isEmpty()) {
            return new AnthropicError(401, "x-api-key header is required");
        }
        if (key.startsWith("sk-invalid")) {
            return new AnthropicError(401, "invalid x-api-key");
        }
        if (!call.headers().contains(VERSION)) {
            return new AnthropicError(400, "anthropic-version: header is required");
        }
        return call.method().equals("POST") && !MessageBatches.serves(call) ? badBody(call) : null;
    }

    private static @Nullable AnthropicError badBody(Call call) {
        JsonNode body = call.body();
        if (!body.isObject()) {
            return new AnthropicError(400, "The request body is not valid JSON");
        }
        if (call.model().isEmpty()) {
            return new AnthropicError(400, "model: Field required");
        }
        if (!body.path("messages").isArray()) {
            return new AnthropicError(400, "messages: Field required");
        }
        if (body.path("messages").isEmpty()) {
            return new AnthropicError(400, "messages: at least one message is required");
        }
        if (call.path().endsWith(MESSAGES)) {
            if (!body.has("max_tokens")) {
                return new AnthropicError(400, "max_tokens: Field required");
            }
            if (body.path("max_tokens").asInt() < 1) {
                return new AnthropicError(400, "max_tokens: Input should be greater than or equal to 1");
            }
        }
        return unknownModel(call.model());
    }

    private static @Nullable AnthropicError unknownModel(String model) {
        return model.startsWith("missing-") ? new AnthropicError(404, "model: " + model) : null;
    }

    private static Reply models(Call call) {
        int at = call.path().lastIndexOf("/models/");
        if (at >= 0) {
            String id = call.path().substring(at + "/models/".length());
            AnthropicError unknown = unknownModel(id);
            return unknown == null ? reply(call, model(id)) : unknown.reply(call);
        }
        ObjectNode list = Json.object();
        ArrayNode data = list.putArray("data");
        MODELS.forEach(id -> data.add(model(id)));
        list.put("first_id", MODELS.getFirst()).put("last_id", MODELS.getLast()).put("has_more", false);
        return reply(call, list);
    }

    private static ObjectNode model(String id) {
        return Json.object()
                .put("type", "model")
                .put("id", id)
                .put("display_name", id)
                .put("created_at", "2025-09-29T00:00:00Z");
    }

    static Reply reply(Call call, JsonNode json) {
        return new Reply.Whole(
                200, AnthropicError.headers(call, "application/json"), Json.bytes(json), null, Usage.NONE);
    }
}
