package io.sluice.router.wire.anthropic;

/** From effort to thinking budget and back: LiteLLM's figures, {@code litellm-behaviour.md} 8.3; Anthropic's least budget is 1,024. */
final class Thinking {

    private static final long LOW = 1_024;
    private static final long MEDIUM = 2_048;
    private static final long HIGH = 4_096;

    private Thinking() {}

    static long budget(String effort) {
        return switch (effort) {
            case "minimal", "low" -> LOW;
            case "medium" -> MEDIUM;
            default -> HIGH;
        };
    }

    static String effortOf(long budget) {
        return budget <= LOW ? "low" : budget <= MEDIUM ? "medium" : "high";
    }
}
