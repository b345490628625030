package io.sluice.router.wire.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.SessionSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.realtime.Turns.Asked;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a client says in a session. Messages pass as they are; the exceptions are named at {@link #handle}. A {@code response.create} waits, and with it all
 * that is said behind it, until its turn is granted. Not thread-safe.
 */
final class ClientSide {

    static final String CREATE = "response.create";

    private final String model;
    private final boolean strict;
    private final boolean transcribes;
    private final ConversationSize size;
    private final Turns turns;
    private final TurnDetection detection;
    private final Transcription transcription;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private @Nullable SessionSink session;
    /** The turn that is not granted yet. */
    private @Nullable Asked pending;

    /** @param transcribes the session only transcribes */
    ClientSide(
            WireCall call,
            boolean transcribes,
            ConversationSize size,
            Turns turns,
            TurnDetection detection,
            Transcription transcription) {
        this.model = call.target().providerModel();
        this.strict = call.request().spendable() != Long.MAX_VALUE;
        this.transcribes = transcribes;
        this.size = size;
        this.turns = turns;
        this.detection = detection;
        this.transcription = transcription;
    }

    void begin(SessionSink sink) {
        session = sink;
    }

    /** A strict budget applies: what the session can cost has to be known before. */
    boolean isStrict() {
        return strict;
    }

    SessionSink session() {
        SessionSink sink = session;
        if (sink == null) {
            throw new IllegalStateException("not begun");
        }
        return sink;
    }

    void said(ByteBuffer message) {
        if (pending != null || !waiting.isEmpty()) {
            waiting.add(message);
        } else {
            handle(message);
        }
    }

    /**
     * Under a strict budget a response's output is capped in its own request, and the provider starts none by itself. What is no event is answered here:
     * another reader might find a request in it.
     */
    private void handle(ByteBuffer message) {
        String type = RealtimeEvent.type(message);
        if (type == null) {
            invalid("The message is not a JSON object with one type.");
            return;
        }
        try {
            handle(type, message);
        } catch (UncheckedIOException beyondLimits) {
            invalid("The message has a number or a name that is too long.");
        }
    }

    private void invalid(String why) {
        session().tell(RealtimeEvent.error("invalid_event", why));
    }

    private void handle(String type, ByteBuffer message) {
        switch (type) {
            case CREATE -> {
                if (transcribes) {
                    invalid("This session only transcribes.");
                } else {
                    ask(message);
                }
            }
            case "session.update", "transcription_session.update" -> change(message);
            case "input_audio_buffer.append" -> {
                size.audio(message.remaining());
                transcription.heard(message.remaining());
                session().send(message);
            }
            case "input_audio_buffer.commit" -> {
                detection.committedByClient();
                session().send(message);
            }
            default -> {
                size.text(message.remaining());
                size.pictures(RealtimeEvent.pictures(message));
                session().send(message);
            }
        }
    }

    private void change(ByteBuffer message) {
        ObjectNode update = RealtimeEvent.tree(message);
        size.text(message.remaining());
        if (update.path("session").path("prompt").isObject()) {
            size.unknown();
        }
        if (transcribes) {
            Transcription.pin(update, model);
            session().send(RealtimeEvent.message(update));
            return;
        }
        if (!strict) {
            session().send(message);
            return;
        }
        if (Transcription.isAsked(update)) {
            session()
                    .tell(RealtimeEvent.error(
                            "transcription_not_offered",
                            "What transcripts of the input cost is not known before, and a strict budget applies. Leave the"
                                    + " transcription of the input out."));
            return;
        }
        detection.change(update);
        session().send(RealtimeEvent.message(update));
    }

    private void ask(ByteBuffer message) {
        ObjectNode event = RealtimeEvent.tree(message);
        size.pictures(RealtimeEvent.pictures(message));
        if (event.path("response").path("prompt").isObject()) {
            size.unknown();
        }
        ByteBuffer sent = message;
        if (strict) {
            ObjectNode wish = event.path("response").isObject()
                    ? (ObjectNode) event.path("response")
                    : event.putObject("response");
            wish.put("max_output_tokens", turns.output(wish));
            sent = RealtimeEvent.message(event);
        }
        Asked next = turns.next(sent, event);
        pending = next;
        session().want(next.turn());
        if (next.equals(pending)) {
            session().hold(true);
        }
    }

    void granted(int turn) {
        Asked next = pending;
        if (next == null || next.turn().number() != turn) {
            return;
        }
        pending = null;
        turns.sent(next);
        session().send(next.message());
        while (pending == null && !waiting.isEmpty()) {
            handle(waiting.remove());
        }
        if (pending == null) {
            session().hold(false);
        }
    }

    /** The session is over: nothing more is sent. */
    void abandoned() {
        waiting.clear();
        pending = null;
    }
}
