package io.sluice.router.wire.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Transcripts of what the client says, which another model makes and which are charged beside the responses, by tokens or by time. Source:
 * openai-python types/realtime/conversation_item_input_audio_transcription_completed_event.py (seen 2026-11-26).
 */
final class Transcription {

    private static final long MICROS = 1_000_000;

    /** A day: more in one piece of sound is not to be believed. */
    private static final double MOST_SECONDS = 86_400;

    /** Sixteen bits of 24 kHz, the usual form of sound, in Base64. */
    private static final int BYTES_A_SECOND = 64_000;

    /** Of sound: platform.openai.com/docs/guides/realtime-costs (seen 2026-11-26). */
    private static final int TOKENS_A_SECOND = 10;

    /** Fast speech has four words a second. */
    private static final int WRITTEN_A_SECOND = 6;

    private final Map<String, Long> unwritten = new LinkedHashMap<>();
    private long heard;
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

    /** Keeps a session to transcripts, and to this model, whatever a client asks for: it is what its key may use. */
    static void pin(ObjectNode update, String model) {
        if (update.path("session") instanceof ObjectNode session) {
            session.remove("model");
            if (session.has("type")) {
                session.put("type", "transcription");
            }
        }
        for (JsonNode wish : List.of(
                update.at("/session/audio/input/transcription"), update.at("/session/input_audio_transcription"))) {
            if (wish instanceof ObjectNode asked) {
                asked.put("model", model);
            }
        }
    }

    /** @param bytes of Base64 */
    void heard(int bytes) {
        heard += bytes;
    }

    /** What was heard is a piece of the conversation now, and will be written down where transcripts are wanted. */
    void committed(String item) {
        if (!model.isEmpty()) {
            unwritten.put(item, heard);
        }
        heard = 0;
    }

    /** Its transcript came, or will not. */
    void written(String item) {
        unwritten.remove(item);
    }

    /** What was not written down when the session ended, and may be charged all the same. */
    List<Made> abandoned() {
        List<Made> guesses = new ArrayList<>();
        for (long bytes : unwritten.values()) {
            long seconds = bytes / BYTES_A_SECOND + 1;
            TokenUsage tokens = TokenUsage.of(seconds * TOKENS_A_SECOND, seconds * WRITTEN_A_SECOND);
            guesses.add(new Made(
                    model,
                    Certainty.ESTIMATED,
                    tokens,
                    Usage.of(tokens).with(PriceMeter.INPUT_MICROSECOND, seconds * MICROS)));
        }
        unwritten.clear();
        return guesses;
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
