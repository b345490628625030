package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.Images;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Imagen at AI Studio and at Vertex AI: ai.google.dev/gemini-api/docs/imagen (seen 2026-11-26). */
public final class Imagen implements PlainDialect {

    private static final String[] RATIOS = {"1:1", "16:9", "9:16", "4:3", "3:4"};

    /** Longer sides than this are "2K". */
    private static final int ONE_K = 1_408;

    private final Function<WireCall, ChatAddress> addresses;
    private final boolean studio;

    /** @param studio AI Studio, which takes a size of the image; Vertex AI wants the number of images */
    public Imagen(Function<WireCall, ChatAddress> addresses, boolean studio) {
        this.addresses = addresses;
        this.studio = studio;
    }

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        if (!call.target().providerModel().contains("imagen")) {
            throw new UnsupportedRequestException("Sluice makes images by Google's Imagen models here, not by "
                    + call.target().providerModel() + "; ask a Gemini model that draws in a chat");
        }
        ObjectNode asked = request.tree();
        ObjectNode body = asked.objectNode();
        body.putArray("instances").addObject().set("prompt", asked.path("prompt"));
        ObjectNode parameters = body.putObject("parameters");
        if (asked.has("n") || !studio) {
            parameters.put("sampleCount", asked.path("n").asInt(1));
        }
        Images.Size size = Images.Size.of(asked.path("size"), call.target());
        if (size != null) {
            parameters.put("aspectRatio", size.ratio(RATIOS));
            if (studio) {
                parameters.put("imageSize", Math.max(size.width(), size.height()) <= ONE_K ? "1K" : "2K");
            }
        }
        asked.remove(List.of("model", "prompt", "n", "size"));
        parameters.setAll(asked);
        return request.translated(addresses.apply(call), body);
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        Images images = new Images(asked);
        String filtered = "";
        for (JsonNode prediction : answer.path("predictions")) {
            images.add(prediction.path("bytesBase64Encoded"));
            filtered = prediction.path("raiFilteredReason").asText(filtered);
        }
        return images.answer(filtered);
    }
}
