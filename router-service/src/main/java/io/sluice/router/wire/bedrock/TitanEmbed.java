package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.OneByOne;
import io.sluice.router.wire.plain.Vectors;
import java.util.Map;

/**
 * Amazon's Titan embeddings, a text a request: docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html and
 * -mm.html (seen 2026-11-26). The first version knows the text and nothing else.
 */
public final class TitanEmbed implements OneByOne.Single {

    private static final String DATA = "data:";

    /** Whether Titan makes the vectors. */
    public static boolean serves(Target target) {
        return target.providerModel().contains("titan-embed");
    }

    @Override
    public ChatAddress address(WireCall call) {
        Target target = call.target();
        return new ChatAddress(BedrockUrl.of(target, BedrockModel.of(target), "invoke"), RequestHeaders.json(target));
    }

    @Override
    public ObjectNode body(String text, ObjectNode options, WireCall call) {
        String model = call.target().providerModel();
        if (model.contains("titan-embed-image")) {
            return image(text, options);
        }
        if (!model.contains("titan-embed-text-v2")) {
            return options.objectNode().put("inputText", text);
        }
        ObjectNode body = options.objectNode().put("inputText", text);
        options.properties().forEach(option -> {
            if (!option.getKey().equals("encoding_format")) {
                body.set(option.getKey(), option.getValue());
            }
        });
        if (options.path("encoding_format").asText("").equals("float")) {
            body.putArray("embeddingTypes").add("float");
        }
        return body;
    }

    /** A picture comes as a data URL. */
    private static ObjectNode image(String input, ObjectNode options) {
        ObjectNode body = options.objectNode();
        int comma = input.indexOf(',');
        if (input.startsWith(DATA) && comma > 0) {
            body.put("inputImage", input.substring(comma + 1));
        } else {
            body.put("inputText", input);
        }
        if (options.has("dimensions")) {
            body.putObject("embeddingConfig").set("outputEmbeddingLength", options.get("dimensions"));
        }
        return body;
    }

    @Override
    public JsonNode vector(JsonNode answer) {
        return answer.path("embedding");
    }

    @Override
    public long tokens(JsonNode answer, Map<String, String> headers) {
        return Vectors.count(answer.path("inputTextTokenCount"));
    }
}
