package io.sluice.contracts.usage;

/**
 * Tokens of an attempt. {@code input} includes cached reads and cache writes; {@code output} includes reasoning. Never negative.
 *
 * @param cacheWrite5m tokens written to a cache that lives five minutes (or whose lifetime is not said)
 */
public record TokenUsage(
        long input,
        long cachedInput,
        long cacheWrite5m,
        long cacheWrite1h,
        long inputAudio,
        long output,
        long reasoning,
        long outputAudio) {

    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0, 0, 0, 0);

    public static TokenUsage of(long input, long output) {
        return new TokenUsage(input, 0, 0, 0, 0, output, 0, 0);
    }

    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                input + other.input,
                cachedInput + other.cachedInput,
                cacheWrite5m + other.cacheWrite5m,
                cacheWrite1h + other.cacheWrite1h,
                inputAudio + other.inputAudio,
                output + other.output,
                reasoning + other.reasoning,
                outputAudio + other.outputAudio);
    }

    public long total() {
        return input + output;
    }
}
