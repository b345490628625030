package io.sluice.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Pictures;
import io.sluice.simulator.answer.Relevance;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.faults.UsageLie;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Models of InvokeModel that write no text: embeddings, pictures, a reranker. Source:
 * docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html, -embed-v3.html (Cohere), -titan-image.html,
 * -diffusion-stable-image-core-text-image-request-response.html, -diffusion-1-0-text-image.html.
 *
 * @param produced what it took
 */
record OtherModels(ObjectNode json, Usage produced) {

    private static final int TITAN = 1_024;
    private static final int TITAN_V1 = 1_536;
    private static final int COHERE = 1_024;

    /** The answer of a model, null when it is none of these. */
    static @Nullable OtherModels of(Call call, String model) {
        if (model.contains("amazon.titan-embed")) {
            return titanEmbedding(call, model);
        }
        if (model.contains("cohere.embed")) {
            return cohereEmbedding(call.body());
        }
        if (model.contains("cohere.rerank")) {
            return rerank(call.body());
        }
        if (model.contains("amazon.titan-image") || model.contains("amazon.nova-canvas")) {
            return amazonPictures(call.body());
        }
        return model.contains("stability.") ? stability(call.body()) : null;
    }

    private static OtherModels titanEmbedding(Call call, String model) {
        JsonNode body = call.body();
        String text = body.path("inputText").asText("");
        int fallback = model.contains("titan-embed-text-v1") || model.contains("g1-text") ? TITAN_V1 : TITAN;
        int dimensions = body.path("dimensions")
                .asInt(body.path("embeddingConfig")
                        .path("outputEmbeddingLength")
                        .asInt(fallback));
        long tokens = text.isEmpty() ? 0 : TokenCount.of(text);
        ObjectNode json = Json.object();
        json.set("embedding", Vectors.json(text, Math.max(1, dimensions)));
        UsageLie lie = call.shape().usage();
        if (lie != UsageLie.MISSING) {
            json.put("inputTextTokenCount", lie.tell(tokens));
        }
        List<String> types = Messages.strings(body.path("embeddingTypes"));
        if (!types.isEmpty()) {
            ObjectNode byType = json.putObject("embeddingsByType");
            types.forEach(type -> byType.set(type, vector(type, text, dimensions)));
        }
        long pictures = body.has("inputImage") ? 1 : 0;
        return new OtherModels(json, new Usage(tokens, 0, Units.images(pictures)));
    }

    private static ArrayNode vector(String type, String text, int dimensions) {
        return switch (type) {
            case "int8" -> Vectors.int8(text, dimensions);
            case "binary" -> Vectors.binary(text, dimensions);
            default -> Vectors.json(text, dimensions);
        };
    }

    private static OtherModels cohereEmbedding(JsonNode body) {
        List<String> texts = Messages.strings(body.path("texts"));
        List<String> types = Messages.strings(body.path("embedding_types"));
        int dimensions = body.path("output_dimension").asInt(COHERE);
        ObjectNode json = Json.object().put("id", "simulated-embedding");
        json.put("response_type", types.isEmpty() ? "embeddings_floats" : "embeddings_by_type");
        if (types.isEmpty()) {
            ArrayNode vectors = json.putArray("embeddings");
            texts.forEach(text -> vectors.add(Vectors.json(text, dimensions)));
        } else {
            ObjectNode byType = json.putObject("embeddings");
            for (String type : types) {
                ArrayNode vectors = byType.putArray(type);
                texts.forEach(text -> vectors.add(vector(type, text, dimensions)));
            }
        }
        ArrayNode echoed = json.putArray("texts");
        texts.forEach(echoed::add);
        return new OtherModels(
                json, new Usage(texts.stream().mapToLong(TokenCount::of).sum(), 0));
    }

    private static OtherModels rerank(JsonNode body) {
        List<String> documents = Messages.strings(body.path("documents"));
        int top = body.path("top_n").asInt(documents.size());
        ObjectNode json = Json.object();
        ArrayNode results = json.putArray("results");
        Relevance.of(body.path("query").asText(""), documents).stream()
                .limit(top)
                .forEach(ranked ->
                        results.addObject().put("index", ranked.index()).put("relevance_score", ranked.score()));
        return new OtherModels(json, new Usage(0, 0, Units.searches(1)));
    }

    private static OtherModels amazonPictures(JsonNode body) {
        String prompt = body.path("textToImageParams").path("text").asText("");
        int count = Math.max(
                1, body.path("imageGenerationConfig").path("numberOfImages").asInt(1));
        ObjectNode json = Json.object();
        ArrayNode images = json.putArray("images");
        for (int i = 0; i < count; i++) {
            images.add(base64(prompt, i));
        }
        return new OtherModels(json.putNull("error"), new Usage(0, 0, Units.images(count)));
    }

    private static OtherModels stability(JsonNode body) {
        ObjectNode json = Json.object();
        if (body.has("text_prompts")) {
            json.put("result", "success")
                    .putArray("artifacts")
                    .addObject()
                    .put("seed", body.path("seed").asLong(42))
                    .put("base64", base64(Messages.text(body.path("text_prompts")), 0))
                    .put("finishReason", "SUCCESS");
        } else {
            json.putArray("seeds").add(body.path("seed").asLong(42));
            json.putArray("finish_reasons").addNull();
            json.putArray("images").add(base64(body.path("prompt").asText(""), 0));
        }
        return new OtherModels(json, new Usage(0, 0, Units.images(1)));
    }

    private static String base64(String prompt, int index) {
        return Base64.getEncoder().encodeToString(Pictures.png(prompt, index));
    }
}
