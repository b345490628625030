package io.sluice.router.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/** Reads the {@code usage} of a response. */
public final class ResponsesUsage {

    /** More tokens than this in one call is a fault of the provider, not a usage. */
    private static final long ABSURD = 1_000_000_000L;

    private ResponsesUsage() {}

    /** Null when there is none, or its numbers cannot be. */
    public static @Nullable TokenUsage read(JsonNode usage) {
        if (!usage.path("input_tokens").isNumber()
                && !usage.path("output_tokens").isNumber()) {
            return null;
        }
        TokenUsage read = new TokenUsage(
                usage.path("input_tokens").asLong(0),
                usage.path("input_tokens_details").path("cached_tokens").asLong(0),
                0,
                0,
                usage.path("input_tokens_details").path("audio_tokens").asLong(0),
                usage.path("output_tokens").asLong(0),
                usage.path("output_tokens_details").path("reasoning_tokens").asLong(0),
                usage.path("output_tokens_details").path("audio_tokens").asLong(0));
        boolean plausible = read.input() >= 0
                && read.input() < ABSURD
                && read.output() >= 0
                && read.output() < ABSURD
                && read.cachedInput() >= 0
                && read.reasoning() >= 0;
        return plausible ? read : null;
    }
}
