package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.usage.TokenUsage;

/**
 * Converse's {@code usage}. Its {@code inputTokens} leave out what was read from or written to a cache:
 * docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html, seen 2026-11-26.
 */
public record ConverseUsage(long input, long read, long written, long writtenForAnHour, long output) {

    public static boolean isSaid(JsonNode usage) {
        return usage.path("inputTokens").isNumber()
                || usage.path("outputTokens").isNumber();
    }

    public static ConverseUsage of(JsonNode usage) {
        long writtenForAnHour = 0;
        for (JsonNode detail : usage.path("cacheDetails")) {
            if (detail.path("ttl").asText().equals("1h")) {
                writtenForAnHour += count(detail, "inputTokens");
            }
        }
        return new ConverseUsage(
                count(usage, "inputTokens"),
                count(usage, "cacheReadInputTokens"),
                count(usage, "cacheWriteInputTokens"),
                writtenForAnHour,
                count(usage, "outputTokens"));
    }

    private static long count(JsonNode usage, String name) {
        return Math.max(0, usage.path(name).asLong(0));
    }

    /** @param reasoning tokens of the output, which Bedrock does not tell here */
    public TokenUsage counted(long reasoning) {
        return new TokenUsage(
                input + read + written,
                read,
                Math.max(0, written - writtenForAnHour),
                writtenForAnHour,
                0,
                output,
                reasoning,
                0);
    }
}
