package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gemini's embeddings at AI Studio, all texts in one request: ai.google.dev/api/embeddings (seen 2026-11-26). */
public final class GeminiEmbed implements PlainDialect {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "input",
            "encoding_format",
            "dimensions",
            "input_type",
            "taskType",
            "title",
            "outputDimensionality");

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode asked = request.only(KNOWN).tree();
        List<String> texts = Vectors.texts(asked);
        String model = call.target().providerModel();
        asked.remove(List.of("model", "input", "encoding_format"));
        JsonNode dimensions = asked.remove("dimensions");
        JsonNode task = asked.remove("input_type");
        ObjectNode body = asked.objectNode();
        var requests = body.putArray("requests");
        for (String text : texts) {
            ObjectNode one = requests.addObject();
            one.put("model", "models/" + model);
            one.putObject("content").putArray("parts").addObject().put("text", text);
            if (dimensions != null) {
                one.set("outputDimensionality", dimensions);
            }
            if (task != null) {
                one.set("taskType", task);
            }
            one.setAll(asked);
        }
        return request.translated(address(call, ":batchEmbedContents"), body);
    }

    /** Of a model at AI Studio. @param method with its colon */
    public static ChatAddress address(WireCall call, String method) {
        String base = call.target().apiBase();
        String uri = (base.endsWith(".googleapis.com") ? base + "/v1beta" : base) + "/models/"
                + call.target().providerModel() + method;
        return new ChatAddress(uri, RequestHeaders.json(call.target()));
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        List<JsonNode> vectors = new ArrayList<>();
        answer.path("embeddings").forEach(embedding -> vectors.add(embedding.path("values")));
        return Vectors.answer(
                vectors, Vectors.count(answer.path("usageMetadata").path("promptTokenCount")), asked, call);
    }

    @Override
    public boolean countsTokens() {
        return true;
    }
}
