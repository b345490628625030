package io.sluice.router.wire.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.SessionReader;
import io.sluice.router.wire.SessionSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.realtime.Turns.Asked;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows both sides of a realtime session. Messages pass as they are; the exceptions are named at {@link #handle}. A {@code response.create} waits,
 * and with it all that the client says behind it, until its turn is granted. A response that the provider starts by itself is a turn that is asked for
 * as soon as it is seen; under a strict budget there are none ({@link TurnDetection}).
 */
final class RealtimeReader implements SessionReader {

    private static final String CREATE = "response.create";

    private final WireCall call;
    private final boolean strict;
    private final boolean transcribes;
    private final ConversationSize size;
    private final Turns turns;
    private final TurnDetection detection = new TurnDetection();
    private final Transcription transcription = new Transcription();
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private @Nullable SessionSink session;
    /** The turn that is not granted yet. */
    private @Nullable Asked pending;

    private boolean open;
    private boolean over;

    /** @param transcribes the session only transcribes */
    RealtimeReader(WireCall call, boolean transcribes) {
        this.call = call;
        this.transcribes = transcribes;
        this.strict = call.request().spendable() != Long.MAX_VALUE;
        this.size = new ConversationSize(call.target().card().maxInputTokens());
        this.turns = new Turns(size, call.target().card());
    }

    @Override
    public void begin(SessionSink sink) {
        session = sink;
    }

    private SessionSink session() {
        SessionSink sink = session;
        if (sink == null) {
            throw new IllegalStateException("not begun");
        }
        return sink;
    }

    // ---- the client's side

    @Override
    public void said(ByteBuffer message) {
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
            Transcription.pin(update, call.target().providerModel());
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

    @Override
    public void granted(int turn) {
        Asked next = pending;
        if (next == null || next.turn().number() != turn || over) {
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

    // ---- the provider's side

    @Override
    public void chunk(ByteBuffer message, AnswerSink sink) {
        String type = RealtimeEvent.type(message);
        if (type == null) {
            sink.failed(ProviderErrors.unreadable(
                    "The provider sent what is no event.",
                    message,
                    call.target().apiKey()));
            return;
        }
        if (!open && type.equals("error")) {
            sink.failed(refusal(message));
            return;
        }
        open = true;
        switch (type) {
            case "session.created", "transcription_session.created" -> created(message);
            case "session.updated", "transcription_session.updated" ->
                transcription.configured(RealtimeEvent.tree(message).path("session"));
            case "conversation.item.input_audio_transcription.completed" -> {
                ObjectNode made = RealtimeEvent.tree(message);
                transcription.written(made.path("item_id").asText(""));
                turns.transcribed(transcription.made(made, call.target().providerModel()), session());
            }
            case "conversation.item.input_audio_transcription.failed" ->
                transcription.written(
                        RealtimeEvent.tree(message).path("item_id").asText(""));
            case "response.created" ->
                turns.began(RealtimeEvent.tree(message)
                                .path("response")
                                .path("id")
                                .asText(""))
                        .ifPresent(session()::want);
            case "response.done" -> turns.done(RealtimeEvent.tree(message).path("response"), session());
            case "input_audio_buffer.committed" -> {
                transcription.committed(
                        RealtimeEvent.tree(message).path("item_id").asText(""));
                if (detection.committed() && strict) {
                    said(RealtimeEvent.message(RealtimeEvent.object().put("type", CREATE)));
                }
            }
            case "error" -> {
                JsonNode error = RealtimeEvent.tree(message).path("error");
                detection.refused(error.path("code").asText(""));
                turns.refused(error, session());
            }
            default -> {
                if (type.endsWith(".delta")) {
                    turns.produced(message.remaining());
                }
            }
        }
        sink.emit(message);
        sink.content(0);
    }

    private void created(ByteBuffer message) {
        size.text(message.remaining());
        JsonNode begun = RealtimeEvent.tree(message).path("session");
        transcription.configured(begun);
        if (strict) {
            detection.begin(begun).ifPresent(session()::send);
        }
    }

    /** The provider opens a session and says only then that there is none. */
    private ProviderFailure refusal(ByteBuffer message) {
        JsonNode error = RealtimeEvent.tree(message).path("error");
        int status = switch (error.path("code").asText("")) {
            case "invalid_api_key" -> 401;
            case "model_not_found" -> 404;
            case "rate_limit_exceeded", "insufficient_quota" -> 429;
            default -> error.path("type").asText("").equals("server_error") ? 500 : 400;
        };
        return failure(status, Map.of(), message);
    }

    @Override
    public void end(AnswerSink sink) {
        if (open) {
            sink.done();
        } else {
            String message = "The provider closed the session before it began";
            sink.failed(new ProviderFailure(ErrorClass.CONNECTION, 500, message, null, null, null, -1, false));
        }
    }

    @Override
    public void abandoned() {
        if (!over) {
            over = true;
            turns.abandoned(session());
            transcription.abandoned().forEach(made -> turns.transcribed(made, session()));
            waiting.clear();
            pending = null;
        }
    }

    @Override
    public boolean streams(Map<String, String> headers, boolean asked) {
        return true;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        sink.failed(ProviderErrors.unreadable(
                "The provider did not open a session.", body, call.target().apiKey()));
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.of(status, headers, body, call.target().apiKey());
    }
}
