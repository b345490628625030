package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.wire.WireCall;
import java.util.ArrayList;
import java.util.List;

/** Input and answer of embeddings in OpenAI's form: platform.openai.com/docs/api-reference/embeddings (seen 2026-11-26). */
final class Vectors {

    private Vectors() {}

    /** The texts to be embedded: one, or a list. Tokens are numbers of OpenAI's tokenizer and mean nothing to others. */
    static List<String> texts(ObjectNode request, WireCall call) {
        JsonNode input = request.path("input");
        List<String> texts = new ArrayList<>();
        for (JsonNode text : input.isArray() ? input : List.of(input)) {
            if (!text.isTextual()) {
                throw EndpointRequest.unsupported(call.target(), "input of tokens");
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    /** @param inputTokens as the provider counted them, -1 when it did not say */
    static PlainAnswer answer(Iterable<JsonNode> vectors, long inputTokens, WireCall call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("object", "list");
        var data = answer.putArray("data");
        for (JsonNode vector : vectors) {
            if (!vector.isArray() && !vector.isTextual()) {
                throw new UnreadableAnswer("the answer has no embedding");
            }
            ObjectNode entry = data.addObject();
            entry.put("object", "embedding").put("index", data.size() - 1).set("embedding", vector);
        }
        if (data.isEmpty()) {
            throw new UnreadableAnswer("the answer has no embedding");
        }
        answer.put("model", call.answerModel());
        if (inputTokens >= 0) {
            answer.putObject("usage").put("prompt_tokens", inputTokens).put("total_tokens", inputTokens);
        }
        return new PlainAnswer(answer, inputTokens < 0 ? null : TokenUsage.of(inputTokens, 0), Charges.NONE);
    }

    /** -1 when it is not there. */
    static long count(JsonNode number) {
        return number.canConvertToLong() && number.longValue() >= 0 ? number.longValue() : -1;
    }
}
