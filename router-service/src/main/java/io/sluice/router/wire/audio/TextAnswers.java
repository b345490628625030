package io.sluice.router.wire.audio;

import io.sluice.contracts.routing.RouteRequest;

/**
 * Transcripts as plain text or subtitles. LiteLLM writes them into a JSON object, whatever {@code response_format} says, and clients have learnt to
 * read that; who says in {@code accept} that it takes text gets them as they are.
 */
public final class TextAnswers {

    private TextAnswers() {}

    public static boolean asked(RouteRequest request) {
        String accepted = request.headers().getOrDefault("accept", "");
        return accepted.contains("text/") || accepted.contains("application/x-subrip");
    }
}
