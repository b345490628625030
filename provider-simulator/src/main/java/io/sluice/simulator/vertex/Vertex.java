package io.sluice.simulator.vertex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.anthropic.Anthropic;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.gemini.Content;
import io.sluice.simulator.gemini.Gemini;
import io.sluice.simulator.gemini.GoogleError;
import io.sluice.simulator.gemini.Imagen;
import io.sluice.simulator.gemini.Target;
import org.jspecify.annotations.Nullable;

/**
 * Vertex AI: {@code /projects/{p}/locations/{l}/publishers/{google|anthropic}/models/{model}:{action}} with an access token
 * ({@code ya29...}), and {@code /token}. Claude takes {@code rawPredict} and {@code streamRawPredict}.
 *
 * <p>Source: cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference, /partner-models/claude/use-claude and
 * anthropic-sdk-python 2.13.0 lib/vertex.
 */
public final class Vertex implements Protocol {

    private static final String GOOGLE = "/publishers/google/models/";
    private static final String ANTHROPIC = "/publishers/anthropic/models/";
    private static final String COUNTING = "count-tokens";

    private final Anthropic anthropic;
    private final GoogleToken tokens;
    private final boolean keyRequired;

    /** @param anthropic what answers for Claude */
    public Vertex(Anthropic anthropic, ServiceAccount account, boolean keyRequired) {
        this.anthropic = anthropic;
        this.tokens = new GoogleToken(account);
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "vertex";
    }

    @Override
    public boolean serves(Call call) {
        return GoogleToken.serves(call)
                || call.path().contains(GOOGLE) && !call.path().contains(":rawPredict")
                || call.path().contains(ANTHROPIC);
    }

    @Override
    public Glance glance(Call call) {
        Target target = Target.of(call);
        boolean claude = call.path().contains(ANTHROPIC);
        String prompt = claude ? Messages.lastUser(call.body().path("messages")) : Gemini.said(call.body());
        String model = target.model().equals(COUNTING) ? call.model() : target.model();
        return new Glance(model, target.streams() || call.body().path("stream").asBoolean(), prompt);
    }

    @Override
    public Reply answer(Call call) {
        if (GoogleToken.serves(call)) {
            return tokens.reply(call);
        }
        GoogleError refusal = refusal(call);
        if (refusal != null) {
            return refusal.reply(call);
        }
        Target target = Target.of(call);
        if (call.path().contains(ANTHROPIC)) {
            return claude(call, target);
        }
        return switch (target.action()) {
            case "generateContent", "streamGenerateContent" -> Content.reply(call, true);
            case "countTokens" -> Gemini.count(call);
            case "predict" ->
                call.body().path("instances").path(0).has("content")
                        ? TextEmbedding.reply(call, target.model())
                        : Imagen.reply(call);
            default -> refuse(call, 404, "The requested URL " + call.path() + " was not found on this server.");
        };
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return call.path().contains(ANTHROPIC)
                ? anthropic.refuse(call, status, message)
                : new GoogleError(status, message).reply(call);
    }

    private Reply claude(Call call, Target target) {
        if (!(call.body() instanceof ObjectNode body)) {
            return refuse(call, 400, "The request body is not valid JSON");
        }
        if (body.path("anthropic_version").asText("").isEmpty()) {
            return refuse(call, 400, "anthropic_version: Field required");
        }
        if (target.model().equals(COUNTING)) {
            return anthropic.count(call);
        }
        ObjectNode named = body.deepCopy().put("model", target.model());
        named.put(
                "stream",
                target.action().equals("streamRawPredict")
                        || body.path("stream").asBoolean());
        return anthropic.converse(call.with(call.path(), named));
    }

    private @Nullable GoogleError refusal(Call call) {
        String token = call.key();
        boolean good = token.startsWith("ya29.") && !token.contains("invalid") && !token.contains("expired");
        if (!good && (keyRequired || !token.isEmpty())) {
            return new GoogleError(
                    401,
                    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or"
                            + " other valid authentication credential.",
                    "ACCESS_TOKEN_TYPE_UNSUPPORTED");
        }
        return call.path().contains(ANTHROPIC) ? null : Gemini.badContent(call);
    }
}
