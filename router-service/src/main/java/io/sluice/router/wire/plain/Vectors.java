package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.BodyEditor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Input and answer of embeddings in OpenAI's form: platform.openai.com/docs/api-reference/embeddings (seen 2026-11-26). */
public final class Vectors {

    private Vectors() {}

    /** The texts to be embedded: one, or a list. Tokens are those of OpenAI's tokenizer: the text that they stand for. */
    public static List<String> texts(ObjectNode request) {
        JsonNode input = request.path("input");
        if (isTokens(input)) {
            return List.of(Tokens.text(input));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : input.isArray() ? input : List.of(input)) {
            if (text.isTextual()) {
                texts.add(text.textValue());
            } else if (isTokens(text)) {
                texts.add(Tokens.text(text));
            } else {
                throw new UnsupportedRequestException(
                        "input: must be a text, a list of texts, or tokens for this provider", "input");
            }
        }
        return texts;
    }

    static boolean isTokens(JsonNode input) {
        return input.isArray() && input.path(0).isNumber();
    }

    /** Whether the client wants its vectors as bytes: OpenAI's own SDK for Python does so when nothing is said. */
    private static boolean asBytes(JsonNode request) {
        return request.path("encoding_format").asText("").equals("base64");
    }

    /** The same without a look at the rest of the request. */
    static boolean asBytes(WireCall call) {
        BodyEditor body =
                new BodyEditor(call.request().body(), call.request().scan().topLevel());
        int at = body.index("encoding_format");
        return at >= 0 && body.valueIs(at, "\"base64\"");
    }

    /** A vector as OpenAI writes it in base64: floats of 32 bits, the lowest byte first. */
    static TextNode bytes(JsonNode vector) {
        ByteBuffer floats = ByteBuffer.allocate(vector.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        vector.forEach(number -> floats.putFloat(number.floatValue()));
        return TextNode.valueOf(Base64.getEncoder().encodeToString(floats.array()));
    }

    /** And back: the shortest numbers that are the same floats. */
    static ArrayNode numbers(JsonNode base64) {
        try {
            FloatBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(base64.textValue()))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            ArrayNode vector = JsonNodeFactory.instance.arrayNode(floats.remaining());
            while (floats.hasRemaining()) {
                vector.add(floats.get());
            }
            return vector;
        } catch (IllegalArgumentException e) {
            throw new UnreadableAnswer("an embedding is neither numbers nor base64");
        }
    }

    /**
     * @param asked the client's request: when it wants bytes and the provider wrote numbers, they become bytes
     * @param inputTokens as the provider counted them, -1 when it did not say: they are estimated then
     */
    public static PlainAnswer answer(Iterable<JsonNode> vectors, long inputTokens, ObjectNode asked, WireCall call) {
        boolean asBytes = asBytes(asked);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("object", "list");
        var data = answer.putArray("data");
        for (JsonNode vector : vectors) {
            if (!vector.isArray() && !vector.isTextual()) {
                throw new UnreadableAnswer("the answer has no embedding");
            }
            ObjectNode entry = data.addObject();
            entry.put("object", "embedding")
                    .put("index", data.size() - 1)
                    .set("embedding", asBytes && vector.isArray() ? bytes(vector) : vector);
        }
        if (data.isEmpty()) {
            throw new UnreadableAnswer("the answer has no embedding");
        }
        answer.put("model", call.answerModel());
        long tokens = inputTokens >= 0 ? inputTokens : Tokens.estimate(texts(asked));
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return new PlainAnswer(answer, TokenUsage.of(tokens, 0), inputTokens < 0, Charges.NONE);
    }

    /** -1 when it is not there. */
    public static long count(JsonNode number) {
        return number.canConvertToLong() && number.longValue() >= 0 ? number.longValue() : -1;
    }

    /** -1 when the header is not there or no number. */
    public static long count(Map<String, String> headers, String name) {
        String said = headers.get(name);
        return said != null && said.matches("[0-9]{1,9}") ? Long.parseLong(said) : -1;
    }
}
