package io.sluice.simulator.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cohere's API below any prefix: {@code /v2/chat}, {@code /v1|v2/embed}, {@code /v1|v2/rerank}, {@code /v1/models} (when Cohere is
 * named).
 *
 * <p>Source: docs.cohere.com/reference (chat, chat-stream, embed, rerank, errors) and the types of cohere-python 7.3.1, seen
 * 2026-11-26.
 */
public final class Cohere implements Protocol {

    private static final List<String> MODELS = List.of("command-a-03-2025", "embed-v4.0", "rerank-v3.5");

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a key are refused with 401 */
    public Cohere(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "cohere";
    }

    @Override
    public boolean serves(Call call) {
        return switch (endpoint(call)) {
            case "/v2/chat", "/v1/embed", "/v2/embed", "/v1/rerank", "/v2/rerank" ->
                call.method().equals("POST");
            case "/v1/models" -> call.method().equals("GET") && call.address().equals(name());
            default -> false;
        };
    }

    @Override
    public Glance glance(Call call) {
        String prompt = switch (endpoint(call)) {
            case "/v2/chat" -> Messages.lastUser(call.body().path("messages"));
            case "/v1/rerank", "/v2/rerank" -> call.body().path("query").asText("");
            default -> Messages.text(call.body().path("texts"));
        };
        return new Glance(call.model(), call.body().path("stream").asBoolean(), prompt);
    }

    @Override
    public Reply answer(Call call) {
        Reply refusal = refusal(call);
        if (refusal != null) {
            return refusal;
        }
        return switch (endpoint(call)) {
            case "/v2/chat" -> CohereChat.reply(call);
            case "/v1/embed", "/v2/embed" -> CohereEmbed.reply(call);
            case "/v1/rerank", "/v2/rerank" -> CohereRerank.reply(call);
            default -> models();
        };
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return Reply.json(
                status,
                Json.object()
                        .put("id", "00000000-0000-4000-8000-" + String.format("%012x", call.number()))
                        .put("message", message));
    }

    private @Nullable Reply refusal(Call call) {
        String key = call.key();
        if (key.isEmpty() && keyRequired || key.contains("invalid")) {
            return refuse(call, 401, "invalid api token");
        }
        if (call.method().equals("GET")) {
            return null;
        }
        if (!call.body().isObject()) {
            return refuse(call, 400, "invalid json syntax");
        }
        if (call.model().isEmpty()) {
            return refuse(call, 400, "model is required");
        }
        if (call.model().startsWith("missing-")) {
            return refuse(call, 404, "model '" + call.model() + "' not found, make sure the correct model ID was used");
        }
        String needed =
                endpoint(call).endsWith("chat") ? "messages" : endpoint(call).endsWith("rerank") ? "documents" : "";
        return needed.isEmpty() || call.body().path(needed).has(0)
                ? null
                : refuse(call, 400, "invalid request: " + needed + " must have at least one item");
    }

    private static String endpoint(Call call) {
        String path = call.path();
        int last = path.lastIndexOf('/');
        int before = last < 1 ? -1 : path.lastIndexOf('/', last - 1);
        return before < 0 ? path : path.substring(before);
    }

    private static Reply models() {
        ObjectNode json = Json.object();
        ArrayNode models = json.putArray("models");
        for (String name : MODELS) {
            ObjectNode model = models.addObject().put("name", name).put("context_length", 128_000);
            model.putArray("endpoints").add(name.substring(0, name.indexOf('-')).replace("command", "chat"));
        }
        return Reply.json(200, json);
    }
}
