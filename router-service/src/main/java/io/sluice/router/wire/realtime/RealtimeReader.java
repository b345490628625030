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
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Follows both sides of a realtime session: the client's in {@link ClientSide}, the provider's here, whose messages pass as they are. A response that the
 * provider starts by itself is a turn that is asked for as soon as it is seen; under a strict budget there are none ({@link TurnDetection}).
 */
final class RealtimeReader implements SessionReader {

    private final WireCall call;
    private final ClientSide client;
    private final ConversationSize size;
    private final Turns turns;
    private final TurnDetection detection = new TurnDetection();
    private final Transcription transcription = new Transcription();
    private boolean open;
    private boolean over;

    /** @param transcribes the session only transcribes */
    RealtimeReader(WireCall call, boolean transcribes) {
        this.call = call;
        this.size = new ConversationSize(call.target().card().maxInputTokens());
        this.turns = new Turns(size, call.target().card());
        this.client = new ClientSide(call, transcribes, size, turns, detection, transcription);
    }

    @Override
    public void begin(SessionSink sink) {
        client.begin(sink);
    }

    private SessionSink session() {
        return client.session();
    }

    @Override
    public void said(ByteBuffer message) {
        client.said(message);
    }

    @Override
    public void granted(int turn) {
        if (!over) {
            client.granted(turn);
        }
    }

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
                if (detection.committed() && client.isStrict()) {
                    said(RealtimeEvent.message(RealtimeEvent.object().put("type", ClientSide.CREATE)));
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
        if (client.isStrict()) {
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
            sink.failed(ProviderFailure.of(ErrorClass.CONNECTION, message, false));
        }
    }

    @Override
    public void abandoned() {
        if (!over) {
            over = true;
            turns.abandoned(session());
            transcription.abandoned().forEach(made -> turns.transcribed(made, session()));
            client.abandoned();
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
