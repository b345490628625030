package io.sluice.router.wire.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Who starts a response when the speaker pauses. Providers do by themselves, at once; under a strict budget the money has to be there before. So there
 * {@code create_response} is switched off, which leaves all else of the detection as it is, and the gateway sends the {@code response.create} when the
 * provider says that what was spoken is committed. {@code idle_timeout_ms}, at which a provider speaks unasked, is taken out.
 *
 * <p>Source: openai-python types/realtime/realtime_audio_input_turn_detection.py (seen 2026-11-26).
 */
final class TurnDetection {

    private static final String NAME = "turn_detection";
    private static final String CREATE = "create_response";

    private boolean answers;
    private int commits;

    /** The session as it begins. @return what has to be said to take the start of responses over; empty when there is nothing to take */
    Optional<ByteBuffer> begin(JsonNode session) {
        JsonNode home = isNested(session) ? session.path("audio").path("input") : session;
        if (!home.path(NAME).isObject()) {
            return Optional.empty();
        }
        take(home);
        ObjectNode event = RealtimeEvent.object().put("type", "session.update");
        ObjectNode change = event.putObject("session");
        if (session.path("type").isTextual()) {
            change.set("type", session.path("type"));
        }
        if (isNested(session)) {
            change.putObject("audio").putObject("input").set(NAME, home.path(NAME));
        } else {
            change.set(NAME, home.path(NAME));
        }
        return Optional.of(RealtimeEvent.message(event));
    }

    /** A client's {@code session.update}, changed in place. */
    void change(ObjectNode update) {
        // deeper in today's API than in the beta; a message may have both, of which the provider reads one
        take(update.path("session"));
        take(update.path("session").path("audio").path("input"));
    }

    private void take(JsonNode home) {
        if (home.path(NAME) instanceof ObjectNode detection) {
            answers = detection.path(CREATE).asBoolean(true);
            detection.put(CREATE, false);
            detection.remove("idle_timeout_ms");
        } else if (home.has(NAME)) {
            answers = false;
        }
    }

    private static boolean isNested(JsonNode session) {
        return session.path("audio").path("input").isObject();
    }

    /** The client committed its buffer itself: no response follows from that. */
    void committedByClient() {
        commits++;
    }

    /** The provider could not do what the client asked. @param code of its error */
    void refused(String code) {
        if (code.equals("input_audio_buffer_commit_empty")) {
            commits = Math.max(0, commits - 1);
        }
    }

    /** The provider committed the buffer. @return whether a response is due */
    boolean committed() {
        if (commits > 0) {
            commits--;
            return false;
        }
        return answers;
    }
}
