package io.sluice.router.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.usage.TokenUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Reads the usage objects of all providers as recorded, and what else a request and its answer say about their cost. */
final class RecordedUsage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedUsage() {}

    /** @param measured what is not in the usage object: tier, images, seconds ...; empty for nothing */
    static Usage read(String usage, String measured) {
        try {
            JsonNode said = JSON.readTree(usage.isEmpty() ? "{}" : usage);
            JsonNode more = JSON.readTree(measured.isEmpty() ? "{}" : measured);
            return measured(usage.isEmpty() ? Usage.NONE : usage(said), said, more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Usage usage(JsonNode usage) {
        if (usage.has("inputTokens")) {
            return bedrock(usage);
        }
        if (usage.has("promptTokenCount")) {
            return gemini(usage);
        }
        if (usage.has("billed_units")) {
            return cohere(usage);
        }
        if (usage.has("cache_creation_input_tokens")) {
            return anthropic(usage);
        }
        return usage.has("input_tokens") ? openAiResponses(usage) : openAiChat(usage);
    }

    private static Usage openAiChat(JsonNode usage) {
        JsonNode input = usage.path("prompt_tokens_details");
        JsonNode output = usage.path("completion_tokens_details");
        long cached = Math.max(number(input, "cached_tokens"), number(usage, "prompt_cache_hit_tokens"));
        long prompt = usage.has("prompt_tokens") ? number(usage, "prompt_tokens") : number(usage, "total_tokens");
        TokenUsage tokens = new TokenUsage(
                prompt,
                cached,
                0,
                0,
                number(input, "audio_tokens"),
                number(usage, "completion_tokens"),
                number(output, "reasoning_tokens"),
                number(output, "audio_tokens"));
        Usage read = Usage.of(tokens).said(said(usage.path("cost")));
        if (usage.has("search_context_size")) {
            read = read.with(PriceMeter.WEB_SEARCH, number(usage, "num_search_queries"))
                    .with(PriceMeter.CITATION_TOKEN, number(usage, "citation_tokens"))
                    .with(Terms.DEFAULT.withSearch(
                            usage.path("search_context_size").asText()));
        }
        return read;
    }

    private static Money said(JsonNode cost) {
        return cost.isNumber() ? Money.ofDollars(new BigDecimal(cost.asText())) : null;
    }

    private static Usage openAiResponses(JsonNode usage) {
        JsonNode input = usage.has("input_tokens_details")
                ? usage.path("input_tokens_details")
                : usage.path("input_token_details");
        TokenUsage tokens = new TokenUsage(
                number(usage, "input_tokens"),
                number(input, "cached_tokens"),
                0,
                0,
                number(input, "audio_tokens"),
                number(usage, "output_tokens"),
                number(usage.path("output_tokens_details"), "reasoning_tokens"),
                0);
        return Usage.of(tokens)
                .move(PriceMeter.INPUT_TOKEN, PriceMeter.INPUT_IMAGE_TOKEN, number(input, "image_tokens"));
    }

    private static Usage anthropic(JsonNode usage) {
        long read = number(usage, "cache_read_input_tokens");
        long written = number(usage, "cache_creation_input_tokens");
        long hour = number(usage.path("cache_creation"), "ephemeral_1h_input_tokens");
        TokenUsage tokens = new TokenUsage(
                number(usage, "input_tokens") + read + written,
                read,
                written - hour,
                hour,
                0,
                number(usage, "output_tokens"),
                0,
                0);
        return Usage.of(tokens)
                .with(PriceMeter.WEB_SEARCH, number(usage.path("server_tool_use"), "web_search_requests"))
                .with(Terms.tier(usage.path("service_tier").asText(null)));
    }

    private static Usage bedrock(JsonNode usage) {
        long read = number(usage, "cacheReadInputTokens");
        long written = number(usage, "cacheWriteInputTokens");
        long hour = 0;
        for (JsonNode detail : usage.path("cacheDetails")) {
            hour += detail.path("ttl").asText().equals("1h") ? number(detail, "inputTokens") : 0;
        }
        return Usage.of(new TokenUsage(
                number(usage, "inputTokens") + read + written,
                read,
                written - hour,
                hour,
                0,
                number(usage, "outputTokens"),
                0,
                0));
    }

    private static Usage gemini(JsonNode usage) {
        long thoughts = number(usage, "thoughtsTokenCount");
        return Usage.of(new TokenUsage(
                number(usage, "promptTokenCount"),
                number(usage, "cachedContentTokenCount"),
                0,
                0,
                0,
                number(usage, "candidatesTokenCount") + thoughts,
                thoughts,
                0));
    }

    private static Usage cohere(JsonNode usage) {
        JsonNode billed = usage.path("billed_units");
        return Usage.of(TokenUsage.of(number(billed, "input_tokens"), number(billed, "output_tokens")))
                .with(PriceMeter.SEARCH_QUERY, number(billed, "search_units"));
    }

    private static Usage measured(Usage read, JsonNode usage, JsonNode more) {
        Usage all = read;
        if (more.has("input") || more.has("output")) {
            all = Usage.of(TokenUsage.of(number(more, "input"), number(more, "output")));
        }
        BigDecimal seconds = new BigDecimal(more.path("seconds").asText("0"));
        Terms terms = all.terms();
        if (more.has("tier")) {
            terms = terms.withTier(more.path("tier").asText());
        }
        if (more.has("images")) {
            terms = terms.withImages(
                    more.path("size").asText(null), more.path("quality").asText(null));
            // what a model that makes images says of its output are the images' tokens
            all = all.move(
                    PriceMeter.OUTPUT_TOKEN, PriceMeter.OUTPUT_IMAGE_TOKEN, all.quantity(PriceMeter.OUTPUT_TOKEN));
        }
        if (more.path("answered").asText().equals("sonar-deep-research")) {
            // what it thought while it searched is counted beside the answer:
            // docs.perplexity.ai/getting-started/pricing
            all = all.with(PriceMeter.REASONING_TOKEN, number(usage, "reasoning_tokens"));
        }
        return all.with(PriceMeter.WEB_SEARCH, number(more, "searches"))
                .with(PriceMeter.INPUT_CHARACTER, number(more, "characters"))
                .with(PriceMeter.OUTPUT_IMAGE, number(more, "images"))
                .with(PriceMeter.SEARCH_QUERY, number(more, "queries"))
                .with(
                        PriceMeter.INPUT_MICROSECOND,
                        seconds.movePointRight(6)
                                .setScale(0, RoundingMode.HALF_UP)
                                .longValueExact())
                .with(terms)
                .answeredBy(more.path("answered").asText(null));
    }

    private static long number(JsonNode object, String name) {
        return object.path(name).asLong(0);
    }
}
