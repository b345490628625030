package io.sluice.router.wire.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Gemini model wants, by its name; a name without a version ({@code gemini-flash-latest}) is taken for one of the second generation,
 * as LiteLLM does.
 */
record GeminiModel(String name, int generation) {

    private static final Pattern VERSION = Pattern.compile("gemini-(\\d+)");
    private static final int UNSAID = 2;

    static GeminiModel of(String name) {
        Matcher matcher = VERSION.matcher(name);
        return new GeminiModel(name, matcher.find() ? Integer.parseInt(matcher.group(1)) : UNSAID);
    }

    /** Thinks at levels, wants its signatures and the ids of calls back, takes a resolution for each picture. */
    boolean isThird() {
        return generation >= 3;
    }

    /** Takes a JSON schema as it is; older ones only Google's own form of it. */
    boolean takesJsonSchema() {
        return generation >= 2;
    }

    /**
     * The level of thinking for OpenAI's effort: ai.google.dev/gemini-api/docs/thinking. The first Pro knows low and high
     * only; no model of this generation can do without.
     */
    String thinkingLevel(String effort) {
        boolean pro = name.contains("pro");
        return switch (effort) {
            case "none", "disable", "minimal" -> pro ? "low" : "minimal";
            case "low" -> "low";
            case "medium" -> pro && name.startsWith("gemini-3-") ? "high" : "medium";
            default -> "high";
        };
    }

    /** Tokens of thinking for OpenAI's effort: LiteLLM's figures ({@code litellm-behaviour.md} 8.5). */
    int thinkingBudget(String effort) {
        return switch (effort) {
            case "none", "disable" -> 0;
            case "minimal" -> leastBudget();
            case "low" -> 1_024;
            case "medium" -> 2_048;
            default -> 4_096;
        };
    }

    /** The least that each model can be told: ai.google.dev/gemini-api/docs/thinking. */
    private int leastBudget() {
        return name.contains("2.5-flash-lite") ? 512 : name.contains("2.5-flash") ? 1 : 128;
    }
}
