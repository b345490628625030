package io.sluice.router.wire.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a response says it used: text, audio and images each way, and what of the input was cached, of each kind at its own price.
 *
 * <p>Source: openai-python types/realtime/realtime_response_usage.py and platform.openai.com/docs/guides/realtime-costs (seen 2026-11-26).
 */
record RealtimeUsage(TokenUsage tokens, Usage usage) {

    private static final long ABSURD = 1_000_000_000L;

    /** Null when it is missing or cannot be. */
    static @Nullable RealtimeUsage read(JsonNode usage) {
        if (!usage.path("input_tokens").isNumber()
                || !usage.path("output_tokens").isNumber()) {
            return null;
        }
        JsonNode input = usage.path("input_token_details");
        JsonNode cachedBy = input.path("cached_tokens_details");
        long inputTokens = number(usage, "input_tokens");
        long outputTokens = number(usage, "output_tokens");
        long cached = number(input, "cached_tokens");
        long audio = number(input, "audio_tokens");
        long images = number(input, "image_tokens");
        long cachedAudio = number(cachedBy, "audio_tokens");
        long cachedImages = number(cachedBy, "image_tokens");
        long outputAudio = number(usage.path("output_token_details"), "audio_tokens");
        boolean possible = inputTokens < ABSURD
                && outputTokens < ABSURD
                && cachedAudio + cachedImages <= cached
                && cachedAudio <= audio
                && cachedImages <= images
                && cached + audio - cachedAudio + images - cachedImages <= inputTokens
                && outputAudio <= outputTokens;
        if (!possible) {
            // details that contradict each other are not to be believed; the sums are
            TokenUsage sums = TokenUsage.of(Math.min(inputTokens, ABSURD), Math.min(outputTokens, ABSURD));
            return inputTokens < ABSURD && outputTokens < ABSURD ? new RealtimeUsage(sums, Usage.of(sums)) : null;
        }
        TokenUsage tokens =
                new TokenUsage(inputTokens, cached, 0, 0, audio - cachedAudio, outputTokens, 0, outputAudio);
        Usage priced = Usage.of(tokens)
                .move(PriceMeter.CACHED_INPUT_TOKEN, PriceMeter.CACHED_AUDIO_TOKEN, cachedAudio)
                .move(PriceMeter.CACHED_INPUT_TOKEN, PriceMeter.CACHED_IMAGE_TOKEN, cachedImages)
                .move(PriceMeter.INPUT_TOKEN, PriceMeter.INPUT_IMAGE_TOKEN, images - cachedImages);
        return new RealtimeUsage(tokens, priced);
    }

    private static long number(JsonNode object, String name) {
        return Math.max(0, object.path(name).asLong(0));
    }
}
