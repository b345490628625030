package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;

/**
 * Hears sound by its loudness: a piece with a sample that is not zero is speech, one of zeros behind it is a pause. Sound is 16 bit PCM of 24 kHz and has
 * ten tokens a second (platform.openai.com/docs/guides/realtime-costs, seen 2026-11-26).
 */
final class RealtimeEar {

    /** What a piece of sound begins. */
    enum Heard {
        SPEECH,
        PAUSE,
        NOTHING_NEW
    }

    private static final int BYTES_A_TOKEN = 4_800;

    private boolean speaking;
    private long buffered;
    private long tokens;

    /** The setting with which sessions begin: the provider answers when the speaker pauses. */
    static void listen(ObjectNode session, boolean beta) {
        ObjectNode home = beta ? session : session.putObject("audio").putObject("input");
        home.putObject("turn_detection")
                .put("type", "server_vad")
                .put("threshold", 0.5)
                .put("create_response", true)
                .put("interrupt_response", true)
                .putNull("idle_timeout_ms");
    }

    static JsonNode detection(JsonNode session, boolean beta) {
        return (beta ? session : session.path("audio").path("input")).path("turn_detection");
    }

    Heard hear(String base64) {
        byte[] sound = Base64.getDecoder().decode(base64);
        boolean loud = false;
        for (byte sample : sound) {
            loud |= sample != 0;
        }
        buffered += sound.length;
        if (loud == speaking) {
            return Heard.NOTHING_NEW;
        }
        speaking = loud;
        return loud ? Heard.SPEECH : Heard.PAUSE;
    }

    /** What was heard becomes part of the conversation. @return whether there was anything */
    boolean commit() {
        if (buffered == 0) {
            return false;
        }
        tokens += Math.ceilDiv(buffered, BYTES_A_TOKEN);
        clear();
        return true;
    }

    void clear() {
        buffered = 0;
        speaking = false;
    }

    /** Tokens of all sound in the conversation. */
    long tokens() {
        return tokens;
    }
}
