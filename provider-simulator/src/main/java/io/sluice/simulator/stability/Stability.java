package io.sluice.simulator.stability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Pictures;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Stability AI: {@code /v2beta/stable-image/{generate|edit|control|upscale}/{service}}, forms in, a picture or JSON out, as the
 * caller accepts.
 *
 * <p>Source: platform.stability.ai/docs/api-reference (v2beta Stable Image).
 */
public final class Stability implements Protocol {

    private static final String BASE = "/v2beta/stable-image/";

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a key are refused with 401 */
    public Stability(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "stability";
    }

    @Override
    public boolean serves(Call call) {
        return call.method().equals("POST") && call.path().contains(BASE);
    }

    @Override
    public Glance glance(Call call) {
        return new Glance(model(call), false, prompt(call));
    }

    @Override
    public Reply answer(Call call) {
        Reply refusal = refusal(call);
        if (refusal != null) {
            return refusal;
        }
        byte[] picture = Pictures.png(prompt(call), 0);
        long seed = Long.parseLong("0" + call.body().path("seed").asText("").replaceAll("\\D", ""));
        long shown = seed == 0 ? 343_940_597L : seed;
        Usage produced = new Usage(0, 0, Units.images(1));
        if (call.header("accept").startsWith("application/json")) {
            ObjectNode json = Json.object()
                    .put("image", Base64.getEncoder().encodeToString(picture))
                    .put("finish_reason", "SUCCESS")
                    .put("seed", shown);
            return Reply.json(200, json, null, produced);
        }
        Reply.Whole reply = Reply.bytes("image/png", picture, null, produced);
        reply.headers().add("finish-reason", "SUCCESS").add("seed", Long.toString(shown));
        return reply;
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        String name = switch (status) {
            case 401 -> "unauthorized";
            case 402 -> "payment_required";
            case 403 -> "content_moderation";
            case 404 -> "not_found";
            case 413 -> "payload_too_large";
            case 422 -> "unprocessable_entity";
            case 429 -> "rate_limit_exceeded";
            default -> status < 500 ? "bad_request" : "internal_error";
        };
        ObjectNode json = Json.object().put("id", call.uuid()).put("name", name);
        json.putArray("errors").add(message);
        return Reply.json(status, json);
    }

    private @Nullable Reply refusal(Call call) {
        if (call.barred(keyRequired)) {
            return refuse(call, 401, "authorization: invalid or missing header value");
        }
        if (!call.header("content-type").startsWith("multipart/form-data")) {
            return refuse(call, 400, "content-type: must be multipart/form-data");
        }
        if (model(call).startsWith("missing-")) {
            return refuse(call, 400, "model: is not supported");
        }
        boolean drawn = call.path().contains("/upscale/")
                || call.path().contains("/edit/")
                || call.path().contains("/control/");
        if (drawn && call.uploads().isEmpty()) {
            return refuse(call, 400, "image: is required");
        }
        return prompt(call).isEmpty() && !drawn ? refuse(call, 400, "prompt: is required") : null;
    }

    private static String prompt(Call call) {
        return call.body().path("prompt").asText("");
    }

    /** Stable Diffusion 3 has its model in the form; of the others the service is the model. */
    private static String model(Call call) {
        String model = call.model();
        return model.isEmpty() ? Call.decoded(call.path().substring(call.path().lastIndexOf('/') + 1)) : model;
    }
}
