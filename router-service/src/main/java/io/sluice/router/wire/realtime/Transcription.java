package io.sluice.router.wire.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Usage;

/**
 * Transcripts of what the client says, which another model makes and which are charged beside the responses, by tokens or by time. Source:
 * openai-python types/realtime/conversation_item_input_audio_transcription_completed_event.py (seen 2026-11-26).
 */
final class Transcription {

    private static final long MICROS = 1_000_000;

    /** A day: more in one piece of sound is not to be believed. */
    private static final double MOST_SECONDS = 86_400;

    private String model = "";

    /** A transcript's usage, and the model that made it. */
    record Made(String model, Certainty certainty, TokenUsage tokens, Usage usage) {}

    /** Whether a {@code session.update} asks for transcripts. */
    static boolean isAsked(JsonNode update) {
        JsonNode session = update.path("session");
        return session.path("input_audio_transcription").isObject()
                || session.path("audio").path("input").path("transcription").isObject()
                || session.path("type").asText("").equals("transcription");
    }

    /** The session as the provider has it. */
    void configured(JsonNode session) {
        JsonNode today =
                session.path("audio").path("input").path("transcription").path("model");
        JsonNode beta = session.path("input_audio_transcription").path("model");
        model = today.asText(beta.asText(model));
    }

    /** @param otherwise the model that counts when the session names none */
    Made made(JsonNode event, String otherwise) {
        String by = model.isEmpty() ? otherwise : model;
        JsonNode said = event.path("usage");
        RealtimeUsage tokens = RealtimeUsage.read(said);
        if (tokens != null) {
            return new Made(by, Certainty.EXACT, tokens.tokens(), tokens.usage());
        }
        double seconds = said.path("seconds").asDouble(0);
        if (seconds > 0 && seconds < MOST_SECONDS) {
            return new Made(
                    by,
                    Certainty.EXACT,
                    TokenUsage.NONE,
                    Usage.NONE.with(PriceMeter.INPUT_MICROSECOND, Math.round(seconds * MICROS)));
        }
        // nobody said: a token for four bytes of what was written, and no less of what was heard
        long written = Math.max(1, event.path("transcript").asText("").length() / 4);
        TokenUsage guess = TokenUsage.of(written, written);
        return new Made(by, Certainty.ESTIMATED, guess, Usage.of(guess));
    }
}
