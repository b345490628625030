package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.catalog.Charges;
import java.util.Locale;

/** {@code usageMetadata} as a counted usage: ai.google.dev/api/generate-content#UsageMetadata. */
public final class GeminiUsage {

    private GeminiUsage() {}

    /** Queries with which Google searched for this candidate; the price says whether each counts or all of them once: ai.google.dev/gemini-api/docs/pricing. */
    static int searches(JsonNode candidate) {
        return candidate.path("groundingMetadata").path("webSearchQueries").size();
    }

    /** Whether there is a count in it; without any it is not a usage of 0. */
    public static boolean isSaid(JsonNode usage) {
        return usage.path("promptTokenCount").isNumber()
                || usage.path("candidatesTokenCount").isNumber()
                || usage.path("totalTokenCount").isNumber();
    }

    /** @param searches queries with which Google searched for the answer; clients are told of one search, the price knows how many count */
    public static AnswerEvent.Usage of(JsonNode usage, int searches) {
        long prompt = count(usage, "promptTokenCount");
        // what Google's own tools put into the prompt is billed as input
        long input = prompt + count(usage, "toolUsePromptTokenCount");
        long cached = Math.min(input, count(usage, "cachedContentTokenCount"));
        long total = count(usage, "totalTokenCount");
        long thoughts = count(usage, "thoughtsTokenCount");
        long candidates = usage.path("candidatesTokenCount").isNumber()
                ? count(usage, "candidatesTokenCount")
                : Math.max(0, total - input - thoughts);
        // some models count their thoughts among the candidates' tokens; then the sum shows it
        boolean inclusive = thoughts > 0 && candidates >= thoughts && total == prompt + candidates;
        long output = inclusive ? candidates : candidates + thoughts;
        long audioIn = modality(usage.path("promptTokensDetails"), "AUDIO");
        long audioOut = modality(usage.path("candidatesTokensDetails"), "AUDIO");
        long imagesOut = modality(usage.path("candidatesTokensDetails"), "IMAGE");
        TokenUsage counted = new TokenUsage(
                input, cached, 0, 0, Math.min(audioIn, input), output, thoughts, Math.min(audioOut, output));
        ObjectNode details = GeminiDialect.JSON.createObjectNode();
        ObjectNode ofPrompt = details.putObject("prompt_tokens_details").put("cached_tokens", cached);
        for (JsonNode detail : usage.path("cacheTokensDetails")) {
            ofPrompt.withObjectProperty("cached_tokens_details")
                    .put(
                            detail.path("modality").asText().toLowerCase(Locale.ROOT) + "_tokens",
                            count(detail, "tokenCount"));
        }
        put(ofPrompt, "audio_tokens", audioIn);
        put(ofPrompt, "image_tokens", modality(usage.path("promptTokensDetails"), "IMAGE"));
        put(ofPrompt, "web_search_requests", Math.min(1, searches));
        ObjectNode ofOutput = details.putObject("completion_tokens_details")
                .put("reasoning_tokens", thoughts)
                .put("text_tokens", Math.max(0, output - thoughts - audioOut - imagesOut));
        put(ofOutput, "audio_tokens", audioOut);
        put(ofOutput, "image_tokens", imagesOut);
        put(details, "cache_read_input_tokens", cached);
        return new AnswerEvent.Usage(counted, details, Charges.searches(searches));
    }

    private static void put(ObjectNode details, String name, long count) {
        if (count > 0) {
            details.put(name, count);
        }
    }

    private static long modality(JsonNode details, String modality) {
        long count = 0;
        for (JsonNode detail : details) {
            if (detail.path("modality").asText().equals(modality)) {
                count += count(detail, "tokenCount");
            }
        }
        return count;
    }

    private static long count(JsonNode usage, String name) {
        return Math.max(0, usage.path(name).asLong(0));
    }
}
