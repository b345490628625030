package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Stability AI's images: a form, whose answer is JSON when it is asked for, one image a request
 * (platform.stability.ai/docs/api-reference#tag/Generate, seen 2026-11-26).
 */
public final class StabilityImages implements PlainDialect {

    private static final String[] RATIOS = {"1:1", "16:9", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"};
    private static final String GENERATE = "/v2beta/stable-image/generate/";

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
            fields.put("aspect_ratio", size.ratio(RATIOS));
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
        String boundary = UUID.randomUUID().toString();
        Map<String, String> headers = RequestHeaders.json(target);
        headers.put("content-type", "multipart/form-data; boundary=" + boundary);
        headers.put("accept", "application/json");
        String uri = target.apiBase() + (target.apiBase().contains(GENERATE) ? "" : GENERATE + endpoint);
        return request.sent(
                new ChatAddress(uri, headers), form(fields, boundary).getBytes(StandardCharsets.UTF_8));
    }

    /** A form without a file is none to its server: its own examples send an empty one. */
    private static String form(ObjectNode fields, String boundary) {
        StringBuilder form = new StringBuilder();
        for (var field : fields.properties()) {
            form.append("--")
                    .append(boundary)
                    .append("\r\ncontent-disposition: form-data; name=\"")
                    .append(field.getKey().replaceAll("[\"\r\n]", ""))
                    .append("\"\r\n\r\n")
                    .append(field.getValue().asText())
                    .append("\r\n");
        }
        return form.append("--")
                .append(boundary)
                .append("\r\ncontent-disposition: form-data; name=\"none\"; filename=\"upload\"\r\n")
                .append("content-type: application/octet-stream\r\n\r\n\r\n--")
                .append(boundary)
                .append("--\r\n")
                .toString();
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        String reason = answer.path("finish_reason").asText("");
        return new Images(asked).add(answer.path("image")).answer(reason.equals("SUCCESS") ? "" : reason);
    }
}
