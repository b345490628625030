package io.sluice.router.client.messages;

import io.sluice.router.answer.AnswerEvent;
import org.jspecify.annotations.Nullable;

/** Anthropic's words for why an answer ended: docs.anthropic.com/en/api/handling-stop-reasons (seen 2026-11-26). */
final class StopReasons {

    private StopReasons() {}

    static String of(AnswerEvent.@Nullable Finish finish) {
        if (finish == null) {
            return "end_turn";
        }
        return of(finish.reason(), finish.stopSequence());
    }

    /** @param reason in OpenAI's words */
    static String of(String reason, @Nullable String stopSequence) {
        return switch (reason) {
            case "length" -> "max_tokens";
            case "tool_calls", "function_call" -> "tool_use";
            case "content_filter" -> "refusal";
            default -> stopSequence == null ? "end_turn" : "stop_sequence";
        };
    }
}
