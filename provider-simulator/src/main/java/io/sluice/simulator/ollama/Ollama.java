package io.sluice.simulator.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.faults.UsageLie;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/**
 * Ollama's own API below any prefix: {@code /api/chat}, {@code /api/generate}, {@code /api/embed}, {@code /api/tags},
 * {@code /api/show}, {@code /api/version}. It asks for no key.
 *
 * <p>Source: github.com/ollama/ollama docs/api.md, seen 2026-11-24.
 */
public final class Ollama implements Protocol {

    private static final List<String> MODELS = List.of("llama3.2:latest", "qwen3:8b", "nomic-embed-text:latest");
    private static final String MODIFIED = "2025-10-03T23:34:03.409490317-07:00";
    private static final int DIMENSIONS = 768;

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public boolean serves(Call call) {
        return switch (endpoint(call.path())) {
            case "/api/chat", "/api/generate", "/api/embed", "/api/show" ->
                call.method().equals("POST");
            case "/api/tags", "/api/version" -> call.method().equals("GET");
            default -> false;
        };
    }

    @Override
    public Glance glance(Call call) {
        JsonNode body = call.body();
        String prompt = switch (endpoint(call.path())) {
            case "/api/chat" -> Messages.lastUser(body.path("messages"));
            case "/api/generate" -> body.path("prompt").asText("");
            default -> Messages.text(body.path("input"));
        };
        return new Glance(body.path("model").asText(""), body.path("stream").asBoolean(true), prompt);
    }

    @Override
    public Reply answer(Call call) {
        String endpoint = endpoint(call.path());
        if (call.method().equals("POST")) {
            if (!call.body().isObject()) {
                return refuse(call, 400, "invalid JSON in the request body");
            }
            if (call.model().isEmpty()) {
                return refuse(call, 400, "model is required");
            }
            if (call.model().startsWith("missing-")) {
                return refuse(call, 404, "model '" + call.model() + "' not found");
            }
        }
        return switch (endpoint) {
            case "/api/chat", "/api/generate" -> Generation.of(call, endpoint).reply();
            case "/api/embed" -> embed(call);
            case "/api/tags" -> whole(tags());
            case "/api/show" -> whole(show());
            default -> whole(Json.object().put("version", "0.12.6"));
        };
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return new Reply.Whole(status, json(), Json.bytes(Json.object().put("error", message)), null, Usage.NONE);
    }

    static MultiMap json() {
        return HttpHeaders.headers().add(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8");
    }

    private static String endpoint(String path) {
        int at = path.lastIndexOf("/api/");
        return at < 0 ? "" : path.substring(at);
    }

    private static Reply whole(JsonNode json) {
        return new Reply.Whole(200, json(), Json.bytes(json), null, Usage.NONE);
    }

    private static Reply embed(Call call) {
        List<String> inputs = Messages.strings(call.body().path("input"));
        int dimensions = Math.max(1, call.body().path("dimensions").asInt(DIMENSIONS));
        ObjectNode json = Json.object().put("model", call.model());
        ArrayNode vectors = json.putArray("embeddings");
        long tokens = 0;
        for (String input : inputs) {
            tokens += Math.max(1, TokenCount.of(input));
            ArrayNode vector = vectors.addArray();
            for (float value : Vectors.of(input, dimensions)) {
                vector.add(value);
            }
        }
        json.put("total_duration", 14_143_917).put("load_duration", 1_019_500);
        Usage produced = new Usage(tokens, 0);
        UsageLie lie = call.shape().usage();
        if (lie == UsageLie.MISSING) {
            return new Reply.Whole(200, json(), Json.bytes(json), null, produced);
        }
        Usage told = new Usage(lie.tell(tokens), 0);
        json.put("prompt_eval_count", told.prompt());
        return new Reply.Whole(200, json(), Json.bytes(json), told, produced);
    }

    private static ObjectNode tags() {
        ObjectNode json = Json.object();
        ArrayNode models = json.putArray("models");
        for (String name : MODELS) {
            ObjectNode model = models.addObject()
                    .put("name", name)
                    .put("model", name)
                    .put("modified_at", MODIFIED)
                    .put("size", 2_019_393_189L)
                    .put("digest", "a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72");
            model.set("details", details());
        }
        return json;
    }

    private static ObjectNode show() {
        ObjectNode json = Json.object()
                .put("modelfile", "FROM simulated\n")
                .put("parameters", "num_ctx 8192")
                .put("template", "{{ .Prompt }}")
                .put("modified_at", MODIFIED);
        json.set("details", details());
        json.putObject("model_info")
                .put("general.architecture", "llama")
                .put("general.parameter_count", 3_212_749_888L)
                .put("llama.context_length", 131_072)
                .put("llama.embedding_length", 3_072);
        json.putArray("capabilities").add("completion").add("tools").add("thinking");
        return json;
    }

    private static ObjectNode details() {
        ObjectNode details = Json.object()
                .put("parent_model", "")
                .put("format", "gguf")
                .put("family", "llama")
                .put("parameter_size", "3.2B")
                .put("quantization_level", "Q4_K_M");
        details.putArray("families").add("llama");
        return details;
    }
}
