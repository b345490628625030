package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI's {@code usage} object. */
public final class Usage {

    /** More tokens than this in one call is a fault of the provider, not a usage. */
    private static final long ABSURD = 1_000_000_000L;

    private Usage() {}

    /** Null when the numbers cannot be: negative or absurd ones are not billed but bounded or estimated. */
    public static @Nullable TokenUsage read(JsonNode usage) {
        if (!usage.path("prompt_tokens").isNumber()
                && !usage.path("completion_tokens").isNumber()) {
            return null;
        }
        JsonNode input = usage.path("prompt_tokens_details");
        JsonNode output = usage.path("completion_tokens_details");
        // DeepSeek says its cache hits at the top level: api-docs.deepseek.com/guides/kv_cache (seen 2026-11-24)
        long cached = Math.max(
                input.path("cached_tokens").asLong(0),
                usage.path("prompt_cache_hit_tokens").asLong(0));
        TokenUsage read = new TokenUsage(
                usage.path("prompt_tokens").asLong(0),
                cached,
                0,
                0,
                input.path("audio_tokens").asLong(0),
                usage.path("completion_tokens").asLong(0),
                output.path("reasoning_tokens").asLong(0),
                output.path("audio_tokens").asLong(0));
        return plausible(read) ? read : null;
    }

    /**
     * Charges that answers in this dialect name: Perplexity's searches (docs.perplexity.ai/getting-started/pricing) and OpenRouter's own
     * amount in dollars (openrouter.ai/docs/use-cases/usage-accounting; both seen 2026-11-24).
     */
    public static Charges charges(JsonNode usage) {
        JsonNode cost = usage.path("cost");
        Money said = cost.isNumber() && cost.doubleValue() > 0 && cost.doubleValue() < ABSURD
                ? Money.ofDollars(cost.decimalValue())
                : null;
        JsonNode context = usage.path("search_context_size");
        if (said == null && !context.isTextual()) {
            return Charges.NONE;
        }
        return context.isTextual()
                ? new Charges(
                        Map.of(
                                PriceMeter.WEB_SEARCH,
                                        usage.path("num_search_queries").asLong(0),
                                PriceMeter.CITATION_TOKEN,
                                        usage.path("citation_tokens").asLong(0)),
                        context.asText(),
                        said)
                : new Charges(Map.of(), null, said);
    }

    private static boolean plausible(TokenUsage usage) {
        return usage.input() >= 0
                && usage.input() < ABSURD
                && usage.output() >= 0
                && usage.output() < ABSURD
                && usage.cachedInput() >= 0
                && usage.inputAudio() >= 0
                && usage.reasoning() >= 0
                && usage.outputAudio() >= 0;
    }
}
