package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.router.catalog.Charges;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes and answers of images in OpenAI's form: platform.openai.com/docs/api-reference/images (seen 2026-11-26). */
public final class Images {

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{1,4})x([1-9][0-9]{1,4})");

    private final ObjectNode body;
    private final ArrayNode data;

    /** An answer that is being written. @param asked the client's request */
    public Images(ObjectNode asked) {
        this.body = asked.objectNode();
        this.body.put("created", Instant.now().getEpochSecond());
        this.data = body.putArray("data");
    }

    /** An image in base64; anything but text is none. */
    public Images add(JsonNode base64) {
        if (base64.isTextual() && !base64.textValue().isEmpty()) {
            data.addObject().set("b64_json", base64);
        }
        return this;
    }

    /** @param otherwise why there may be none, as the provider says it */
    public PlainAnswer answer(String otherwise) {
        if (data.isEmpty()) {
            throw new UnreadableAnswer("the answer has no image" + (otherwise.isEmpty() ? "" : ": " + otherwise));
        }
        body.set("usage", noTokens());
        return new PlainAnswer(body, null, Charges.of(PriceMeter.OUTPUT_IMAGE, data.size()));
    }

    /** The usage of an image that is not counted in tokens: LiteLLM's clients find one in every answer. */
    static ObjectNode noTokens() {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        usage.put("total_tokens", 0).put("input_tokens", 0).put("output_tokens", 0);
        usage.putObject("input_tokens_details").put("image_tokens", 0).put("text_tokens", 0);
        return usage;
    }

    /**
     * An image's size.
     *
     * @param width in pixels
     * @param height in pixels
     */
    public record Size(int width, int height) {

        /** Of a {@code size} like {@code 1024x1024}; null for {@code auto}, or when nothing is said. */
        public static @Nullable Size of(JsonNode size, Target target) {
            String said = size.asText("auto");
            if (said.equals("auto")) {
                return null;
            }
            Matcher matcher = SIZE.matcher(said);
            if (!matcher.matches()) {
                throw new UnsupportedRequestException(
                        target.provider().name() + " knows no image size '" + said + "'; sizes are WIDTHxHEIGHT",
                        "size");
            }
            return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        }

        /** The nearest of some aspect ratios, written as {@code 16:9}. */
        public String ratio(String... ratios) {
            String nearest = ratios[0];
            double least = Double.MAX_VALUE;
            for (String ratio : ratios) {
                int colon = ratio.indexOf(':');
                double value =
                        Double.parseDouble(ratio.substring(0, colon)) / Double.parseDouble(ratio.substring(colon + 1));
                double off = Math.abs(Math.log(value * height / width));
                if (off < least) {
                    least = off;
                    nearest = ratio;
                }
            }
            return nearest;
        }
    }
}
