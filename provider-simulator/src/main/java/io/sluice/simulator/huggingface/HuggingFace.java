package io.sluice.simulator.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import java.util.Locale;

/**
 * Servers of Hugging Face below any prefix: {@code /generate} and {@code /generate_stream} of text-generation-inference; {@code
 * /embed} and {@code /rerank} of text-embeddings-inference; {@code /pipeline/feature-extraction} and {@code
 * /pipeline/sentence-similarity} of the router. When Hugging Face is named, its address itself takes {@code inputs} as
 * both servers do. Chats are in OpenAI's form and answered there.
 *
 * <p>Source: huggingface.github.io/text-generation-inference and /text-embeddings-inference (OpenAPI), and huggingface_hub 2.4.0
 * inference/_client.py.
 */
public final class HuggingFace implements Protocol {

    private final boolean keyRequired;

    /** @param keyRequired whether the router refuses calls without a key */
    public HuggingFace(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "huggingface";
    }

    @Override
    public boolean serves(Call call) {
        if (!call.method().equals("POST")) {
            return false;
        }
        return switch (endpoint(call)) {
            case "generate", "generate_stream", "feature-extraction", "sentence-similarity" -> true;
            case "embed" ->
                !call.path().contains("/v1/")
                        && !call.path().contains("/v2/")
                        && !call.path().contains("/api/");
            case "rerank" -> call.body().has("texts");
            default -> call.address().equals(name()) && call.body().has("inputs");
        };
    }

    @Override
    public Glance glance(Call call) {
        JsonNode inputs = call.body().path("inputs");
        JsonNode source = inputs.path("source_sentence");
        String prompt =
                call.body().path("query").asText(source.isTextual() ? source.textValue() : Messages.text(inputs));
        return new Glance(model(call), Tgi.streams(call, endpoint(call)), prompt);
    }

    @Override
    public Reply answer(Call call) {
        if (call.path().contains("/pipeline/") && call.barred(keyRequired)) {
            return refuse(call, 401, "Invalid credentials in Authorization header");
        }
        if (!call.body().isObject()) {
            return refuse(call, 422, "Failed to parse the request body as JSON");
        }
        if (model(call).startsWith("missing-")) {
            return refuse(call, 404, "Model " + model(call) + " does not exist");
        }
        return switch (endpoint(call)) {
            case "embed" -> Tei.embed(call);
            case "rerank" -> Tei.rerank(call);
            case "feature-extraction" -> Tei.embed(call);
            case "sentence-similarity" -> Tei.similarity(call);
            default -> Tgi.reply(call, endpoint(call));
        };
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return Reply.json(status, error(status, message));
    }

    static ObjectNode error(int status, String message) {
        String type = switch (status) {
            case 413, 422 -> "validation";
            case 424 -> "generation";
            case 429 -> "overloaded";
            default -> status < 500 ? "validation" : "unhealthy";
        };
        return Json.object().put("error", message).put("error_type", type);
    }

    /** A server has one model, whatever it is called; the router has its name in the path. */
    private static String model(Call call) {
        String path = call.path();
        int start = path.indexOf("/models/");
        if (start < 0) {
            return call.model();
        }
        int end = path.indexOf("/pipeline/", start);
        return Call.decoded(path.substring(start + "/models/".length(), end < 0 ? path.length() : end));
    }

    private static String endpoint(Call call) {
        return call.path().substring(call.path().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
