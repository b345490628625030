package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.Images;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import io.sluice.router.wire.plain.StabilityImages;
import java.util.List;
import java.util.Map;

/**
 * Images by InvokeModel: Amazon's Titan and Nova Canvas (docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html,
 * docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html), Stability's models from SD3 on
 * (model-parameters-diffusion-3-5-large.html; all seen 2026-11-26).
 */
public final class BedrockImages implements PlainDialect {

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        Target target = call.target();
        BedrockModel model = BedrockModel.of(target);
        ObjectNode asked = request.tree();
        ObjectNode body = switch (model.maker()) {
            case "amazon" -> amazon(asked, target);
            case "stability" -> stability(asked, target);
            default ->
                throw new UnsupportedRequestException("Sluice does not know how " + target.providerModel()
                        + " makes images at Bedrock; it knows Amazon's and Stability's models");
        };
        return request.translated(
                new ChatAddress(BedrockUrl.of(target, model, "invoke"), RequestHeaders.json(target)), body);
    }

    private static ObjectNode amazon(ObjectNode asked, Target target) {
        ObjectNode body = asked.objectNode().put("taskType", "TEXT_IMAGE");
        ObjectNode text = body.putObject("textToImageParams");
        text.set("text", asked.path("prompt"));
        if (asked.has("negativeText")) {
            text.set("negativeText", asked.get("negativeText"));
        }
        ObjectNode config = body.putObject("imageGenerationConfig");
        Images.Size size = Images.Size.of(asked.path("size"), target);
        if (size != null) {
            config.put("width", size.width()).put("height", size.height());
        }
        if (asked.has("n")) {
            config.set("numberOfImages", asked.get("n"));
        }
        String quality = asked.path("quality").asText("auto");
        if (!quality.equals("auto")) {
            config.put("quality", quality.equals("hd") || quality.equals("high") ? "premium" : quality);
        }
        asked.remove(List.of("model", "prompt", "size", "n", "quality", "negativeText"));
        config.setAll(asked);
        return body;
    }

    private static ObjectNode stability(ObjectNode asked, Target target) {
        Images.Size size = Images.Size.of(asked.path("size"), target);
        if (size != null) {
            asked.put("aspect_ratio", StabilityImages.ratio(size));
        }
        asked.remove(List.of("model", "size"));
        return asked;
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        Images images = new Images(asked);
        answer.path("images").forEach(images::add);
        String error = answer.path("error").asText("");
        return images.answer(
                error.isEmpty() || error.equals("null")
                        ? answer.path("finish_reasons").path(0).asText("").replace("null", "")
                        : error);
    }
}
