package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Stability AI's images: a form, whose answer is JSON when it is asked for, one image a request
 * (platform.stability.ai/docs/api-reference#tag/Generate, seen 2026-11-26).
 */
public final class StabilityImages implements PlainDialect {

    private static final String[] RATIOS = {"1:1", "16:9", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"};
    private static final String GENERATE = "/v2beta/stable-image/generate/";

    /** A form without a file is none to its server: its own examples send an empty one. */
    private static final UploadedFile NO_FILE =
            new UploadedFile("none", "upload", "application/octet-stream", ByteBuffer.allocate(0));

    /** What the endpoint of the SD3 family takes when none is named. */
    private static final String USUAL = "sd3.5-large";

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        Target target = call.target();
        ObjectNode fields = request.tree();
        if (fields.path("n").asInt(1) != 1) {
            throw EndpointRequest.unsupported(target, "n");
        }
        Images.Size size = Images.Size.of(fields.path("size"), target);
        if (size != null) {
            fields.put("aspect_ratio", ratio(size));
        }
        fields.remove(List.of("model", "size", "n"));
        if (!fields.has("output_format")) {
            fields.put("output_format", "png");
        }
        String model = target.providerModel();
        String endpoint = model.startsWith("sd3") ? "sd3" : model.replace("stable-image-", "");
        if (endpoint.equals("sd3") && !model.equals(USUAL)) {
            fields.put("model", model);
        }
        FormBody form = new FormBody().fields(fields).file(NO_FILE, NO_FILE.contentType());
        Map<String, String> headers = RequestHeaders.json(target);
        headers.put("content-type", form.contentType());
        headers.put("accept", "application/json");
        String uri = target.apiBase() + (target.apiBase().contains(GENERATE) ? "" : GENERATE + endpoint);
        return new UpstreamRequest("POST", uri, headers, form.build(), request.notes());
    }

    /** Of the ratios that Stability's models have, at whatever provider, the nearest to a size. */
    public static String ratio(Images.Size size) {
        return size.ratio(RATIOS);
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        String reason = answer.path("finish_reason").asText("");
        return new Images(asked).add(answer.path("image")).answer(reason.equals("SUCCESS") ? "" : reason);
    }
}
