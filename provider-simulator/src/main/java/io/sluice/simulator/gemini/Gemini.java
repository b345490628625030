package io.sluice.simulator.gemini;

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
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gemini at AI Studio, below any prefix: {@code /models/{model}:generateContent} and its like, {@code /models}; the key in {@code
 * x-goog-api-key} or {@code ?key=}.
 *
 * <p>Source: ai.google.dev/api (generate-content, tokens, embeddings, models) and the types of google-genai 3.6.1, seen
 * 2026-11-26.
 */
public final class Gemini implements Protocol {

    private static final Set<String> ACTIONS = Set.of(
            "generateContent", "streamGenerateContent", "countTokens", "embedContent", "batchEmbedContents", "predict");
    private static final List<String> MODELS = List.of(
            "gemini-2.5-pro",
            "gemini-2.5-flash",
            "gemini-2.5-flash-image",
            "gemini-embedding-001",
            "imagen-4.0-generate-001");

    private final boolean keyRequired;
    private final Batches batches;

    /**
     * @param keyRequired whether calls without a key are refused with 403
     * @param journal gets an entry for each line of a batch
     */
    public Gemini(boolean keyRequired, Journal journal) {
        this.keyRequired = keyRequired;
        this.batches = new Batches(new BatchedCalls(journal, this::answer, this::refuse));
    }

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public boolean serves(Call call) {
        if (batches.serves(call)) {
            return true;
        }
        if (call.method().equals("POST")) {
            return ACTIONS.contains(Target.of(call).action());
        }
        String path = call.path();
        boolean models = path.endsWith("/models") || path.contains("/models/");
        return models
                && (call.headers().contains("x-goog-api-key")
                        || path.contains("/v1beta/")
                        || call.query().contains("key="));
    }

    @Override
    public Glance glance(Call call) {
        Target target = Target.of(call);
        return new Glance(target.model(), target.streams(), said(call.body()));
    }

    @Override
    public Reply answer(Call call) {
        GoogleError refusal = refusal(call);
        if (refusal != null) {
            return refusal.reply(call);
        }
        if (batches.serves(call)) {
            return batches.answer(call);
        }
        Target target = Target.of(call);
        return switch (target.action()) {
            case "generateContent", "streamGenerateContent" -> Content.reply(call, false);
            case "countTokens" -> count(call);
            case "embedContent" -> Embedding.one(call);
            case "batchEmbedContents" -> Embedding.many(call);
            case "predict" -> Imagen.reply(call);
            default -> target.model().isEmpty() ? list() : Reply.json(200, model(target.model()));
        };
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return new GoogleError(status, message).reply(call);
    }

    /** The text that directives may stand in, of any request of this protocol. */
    public static String said(JsonNode body) {
        if (body.has("instances")) {
            return Imagen.said(body);
        }
        JsonNode content = body.has("requests") ? body.path("requests").path(0).path("content") : body.path("content");
        return content.isMissingNode() ? new GeminiRequest(body).said() : Messages.text(content.path("parts"));
    }

    /** Why a request for content will not do, null when it will. */
    public static @Nullable GoogleError badContent(Call call) {
        Target target = Target.of(call);
        if (target.model().startsWith("missing-")) {
            return new GoogleError(
                    404, "models/" + target.model() + " is not found for API version v1beta, or is not supported.");
        }
        if (!call.body().isObject()) {
            return new GoogleError(400, "Invalid JSON payload received.");
        }
        if (target.action().endsWith("enerateContent")
                && !call.body().path("contents").has(0)) {
            return new GoogleError(400, "* GenerateContentRequest.contents: contents is not specified\n");
        }
        return null;
    }

    /** The number of tokens of a request's text. */
    public static Reply count(Call call) {
        JsonNode wrapped = call.body().path("generateContentRequest");
        int tokens = new GeminiRequest(wrapped.isObject() ? wrapped : call.body())
                .prompt()
                .tokens();
        ObjectNode json = Json.object().put("totalTokens", tokens);
        json.putArray("promptTokensDetails").addObject().put("modality", "TEXT").put("tokenCount", tokens);
        return Reply.json(200, json);
    }

    private @Nullable GoogleError refusal(Call call) {
        String key = call.key();
        // whoever begins an upload gets an address that takes the rest of it
        if (keyRequired && key.isEmpty() && call.parameter("upload_id").isEmpty()) {
            return new GoogleError(
                    403, "Method doesn't allow unregistered callers (callers without established identity).");
        }
        if (key.contains("invalid")) {
            return new GoogleError(400, "API key not valid. Please pass a valid API key.", "API_KEY_INVALID");
        }
        return batches.serves(call) ? null : badContent(call);
    }

    private static Reply list() {
        ObjectNode json = Json.object();
        ArrayNode models = json.putArray("models");
        MODELS.forEach(name -> models.add(model(name)));
        return Reply.json(200, json);
    }

    private static ObjectNode model(String name) {
        ObjectNode model = Json.object()
                .put("name", "models/" + name)
                .put("version", "001")
                .put("displayName", name)
                .put("inputTokenLimit", 1_048_576)
                .put("outputTokenLimit", 65_536);
        ArrayNode methods = model.putArray("supportedGenerationMethods");
        if (name.contains("embedding")) {
            methods.add("embedContent");
        } else if (name.startsWith("imagen")) {
            methods.add("predict");
        } else {
            methods.add("generateContent").add("countTokens");
        }
        return model;
    }
}
