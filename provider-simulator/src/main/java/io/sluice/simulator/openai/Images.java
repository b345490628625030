package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Pictures;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Media;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Pictures from a prompt, from other pictures, or both. DALL-E gives addresses unless told otherwise and names no usage; the
 * GPT image models give Base64 and tokens. Sources: platform.openai.com/docs/api-reference/images, /images-streaming and
 * /docs/guides/image-generation (tokens by quality, square).
 */
final class Images {

    private static final int TOKENS_A_PICTURE_IN = 194;

    private final Call call;
    private final JsonNode body;
    private final boolean gpt;
    private final int count;
    private final long created = System.currentTimeMillis() / 1000;

    private Images(Call call) {
        this.call = call;
        this.body = call.body();
        this.gpt = call.model().startsWith("gpt-image") || call.model().startsWith("chatgpt-image");
        this.count = Math.max(1, body.path("n").asInt(1));
    }

    static String prompt(Call call) {
        return call.body().path("prompt").asText("");
    }

    static Reply reply(Call call) {
        Images images = new Images(call);
        if (images.count > 10) {
            return OpenAiError.invalid("Invalid 'n': expected 10 at most.", "n", "integer_above_max_value")
                    .reply(call);
        }
        return images.gpt && images.body.path("stream").asBoolean() ? images.stream() : images.whole();
    }

    private Reply whole() {
        ObjectNode json = Json.object().put("created", created);
        ArrayNode data = json.putArray("data");
        for (int i = 0; i < count; i++) {
            ObjectNode item = data.addObject();
            boolean encoded = gpt || body.path("response_format").asText("url").equals("b64_json");
            item.put(encoded ? "b64_json" : "url", encoded ? base64(i) : Media.picture(call, prompt(call), i));
            if (call.model().startsWith("dall-e-3")) {
                item.put("revised_prompt", prompt(call));
            }
        }
        Usage told = gpt ? told() : null;
        if (gpt) {
            describe(json);
            if (told != null) {
                json.set("usage", usage(told));
            }
        }
        return new Reply.Whole(200, OpenAiHeaders.json(call), Json.bytes(json), told, produced());
    }

    private Reply stream() {
        String kind = call.path().endsWith("/edits") ? "image_edit." : "image_generation.";
        Script script = new Script(1);
        for (int i = 0; i < body.path("partial_images").asInt(0); i++) {
            ObjectNode partial = event(kind + "partial_image").put("partial_image_index", i);
            script.say(() -> Sse.event(kind + "partial_image", partial));
        }
        ObjectNode completed = event(kind + "completed");
        Usage told = told();
        if (told != null) {
            completed.set("usage", usage(told));
        }
        script.cost(produced().completion(), () -> Sse.event(kind + "completed", completed));
        return new Reply.Stream(OpenAiHeaders.events(call), script, produced().producing(0), told, OpenAiError.event());
    }

    private ObjectNode event(String type) {
        ObjectNode event =
                Json.object().put("type", type).put("b64_json", base64(0)).put("created_at", created);
        describe(event);
        return event;
    }

    private void describe(ObjectNode json) {
        json.put("background", body.path("background").asText("opaque").replace("auto", "opaque"))
                .put("output_format", body.path("output_format").asText("png"))
                .put("quality", quality())
                .put("size", body.path("size").asText("1024x1024").replace("auto", "1024x1024"));
    }

    private String quality() {
        return body.path("quality").asText("medium").replace("auto", "medium");
    }

    private String base64(int index) {
        return Base64.getEncoder().encodeToString(Pictures.png(prompt(call), index));
    }

    private long textTokens() {
        return TokenCount.of(prompt(call));
    }

    private long pictureTokens() {
        return TOKENS_A_PICTURE_IN
                * call.uploads().stream()
                        .filter(upload -> upload.field().equals("image"))
                        .count();
    }

    private Usage produced() {
        if (!gpt) {
            return new Usage(0, 0, Units.images(count));
        }
        long each = switch (quality()) {
            case "low" -> 272;
            case "high" -> 4_160;
            default -> 1_056;
        };
        return new Usage(textTokens() + pictureTokens(), each * count, Units.images(count));
    }

    private @Nullable Usage told() {
        return call.shape().usage().tell(produced());
    }

    private ObjectNode usage(Usage told) {
        ObjectNode usage = Json.object()
                .put("total_tokens", told.prompt() + told.completion())
                .put("input_tokens", told.prompt())
                .put("output_tokens", told.completion());
        usage.putObject("input_tokens_details").put("text_tokens", textTokens()).put("image_tokens", pictureTokens());
        return usage;
    }
}
