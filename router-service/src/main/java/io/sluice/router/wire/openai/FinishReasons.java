package io.sluice.router.wire.openai;

/** OpenAI's words for why an answer ended; others of its dialect have more, which no client knows. */
final class FinishReasons {

    private FinishReasons() {}

    /** @param called whether the answer holds tool calls, which some providers end with {@code stop} */
    static String openAis(String reason, boolean called) {
        return switch (reason) {
            case "stop" -> called ? "tool_calls" : reason;
            case "length", "tool_calls", "function_call", "content_filter" -> reason;
            case "max_tokens", "model_length" -> "length";
            case "tool_use" -> "tool_calls";
            case "content_filtered", "safety", "guardrail_intervened" -> "content_filter";
            default -> called ? "tool_calls" : "stop";
        };
    }
}
