package io.sluice.router.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Terms;
import io.sluice.router.catalog.Usage;

/** OpenAI's {@code usage} object from a counted usage. */
public final class OpenAiUsage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenAiUsage() {}

    public static ObjectNode json(AnswerEvent.Usage usage) {
        TokenUsage counted = usage.counted();
        ObjectNode json = JSON.createObjectNode()
                .put("prompt_tokens", counted.input())
                .put("completion_tokens", counted.output())
                .put("total_tokens", counted.total());
        if (counted.cachedInput() > 0) {
            json.putObject("prompt_tokens_details").put("cached_tokens", counted.cachedInput());
        }
        if (counted.reasoning() > 0) {
            json.putObject("completion_tokens_details").put("reasoning_tokens", counted.reasoning());
        }
        ObjectNode details = usage.details();
        if (details != null) {
            json.setAll(details);
        }
        return json;
    }

    /**
     * LiteLLM puts the cost into the usage of streams when the model has a price.
     *
     * @param unclear whether the answer holds more than text; a text alone took no reasoning tokens, whatever the provider leaves unsaid
     */
    public static ObjectNode ofStream(AnswerEvent.Usage usage, ModelCard card, boolean unclear) {
        ObjectNode json = json(usage);
        if (!unclear && !json.has("completion_tokens_details")) {
            json.putObject("completion_tokens_details").put("reasoning_tokens", 0);
        }
        if (card.prices() != null) {
            json.put(
                    "cost",
                    CostCalculator.cost(card, usage.charges().on(Usage.of(usage.counted()), Terms.DEFAULT))
                            .total()
                            .toDollars()
                            .doubleValue());
        }
        return json;
    }
}
