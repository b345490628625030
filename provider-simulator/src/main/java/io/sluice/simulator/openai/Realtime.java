package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Frame;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.faults.Fault;
import io.sluice.simulator.faults.Shape;
import io.sluice.simulator.journal.Outcome;
import io.sluice.simulator.journal.Usage;
import io.sluice.simulator.journal.Visit;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.function.Function;

/**
 * One realtime session over a WebSocket: {@code session.update}, {@code conversation.item.create} and {@code response.create}
 * with text, sound and functions. Everything said so far is input again with each response. Sound is heard by its loudness
 * ({@link RealtimeEar}). Runs on the connection's event loop.
 *
 * <p>Source: platform.openai.com/docs/guides/realtime-websocket and /docs/api-reference/realtime-client-events.
 */
public final class Realtime {

    private final Vertx vertx;
    private final Call call;
    private final ServerWebSocket socket;
    private final Visit visit;
    private final Function<String, Shape> shapes;
    private final boolean beta;
    private final boolean transcribes;
    private final ObjectNode session;
    private final ArrayNode items = Json.array();
    private final RealtimeEar ear = new RealtimeEar();
    private ObjectNode pending = Json.object();
    private int responses;
    private long owedInput;
    private long owedOutput;
    private int active;

    private Realtime(Vertx vertx, Call call, ServerWebSocket socket, Visit visit, Function<String, Shape> shapes) {
        this.vertx = vertx;
        this.call = call;
        this.socket = socket;
        this.visit = visit;
        this.shapes = shapes;
        this.beta = call.header("openai-beta").contains("realtime");
        this.transcribes = call.parameter("intent").equals("transcription");
        this.session = Json.object()
                .put("id", "sess_sim" + Long.toString(call.number(), 36))
                .put("object", transcribes ? "realtime.transcription_session" : "realtime.session")
                .put("type", transcribes ? "transcription" : "realtime");
        if (!transcribes) {
            session.put("model", model(call));
        }
        RealtimeEar.listen(session, beta);
    }

    /** Whether a call wants to become a session. */
    public static boolean wanted(Call call) {
        return call.path().endsWith("/realtime") && call.header("upgrade").equalsIgnoreCase("websocket");
    }

    /** The model or, at Azure, the deployment that is named in the query. */
    public static String model(Call call) {
        String model = call.parameter("model");
        return model.isEmpty() ? call.parameter("deployment") : model;
    }

    /**
     * Serves a session until either side ends it.
     *
     * @param shapes how a response is shaped, given the last text of the user
     */
    public static void serve(
            Vertx vertx, Call call, ServerWebSocket socket, Visit visit, Function<String, Shape> shapes) {
        Realtime realtime = new Realtime(vertx, call, socket, visit, shapes);
        visit.answering(101, null);
        // a client that says goodbye has ended its session; one that is merely gone has left it
        socket.closeHandler(
                closed -> visit.end(socket.closeStatusCode() == null ? Outcome.ABORTED_BY_CLIENT : Outcome.COMPLETED));
        socket.exceptionHandler(broken -> visit.end(Outcome.ABORTED_BY_CLIENT));
        socket.textMessageHandler(text -> realtime.heard(Json.read(text)));
        realtime.tell("session.created").set("session", realtime.session);
        realtime.flush();
    }

    private ObjectNode tell(String type) {
        flush();
        pending = Json.object().put("type", type).put("event_id", "event_" + System.nanoTime());
        return pending;
    }

    private void flush() {
        if (!pending.isEmpty()) {
            write(Json.bytes(pending));
            pending = Json.object();
        }
    }

    private void heard(JsonNode event) {
        switch (event.path("type").asText("")) {
            case "session.update" -> {
                JsonNode change = event.path("session");
                if (change.isObject()) {
                    merge(session, (ObjectNode) change);
                }
                tell("session.updated").set("session", session);
            }
            case "conversation.item.create" -> add(event.path("item"));
            case "response.create" -> {
                if (active > 0
                        && !event.path("response")
                                .path("conversation")
                                .asText("")
                                .equals("none")) {
                    pending = RealtimeResponse.error(
                            "invalid_request_error",
                            "conversation_already_has_active_response",
                            "Conversation already has an active response in progress.");
                    ((ObjectNode) pending.path("error")).set("event_id", event.path("event_id"));
                } else {
                    respond(event.path("response"));
                }
            }
            case "input_audio_buffer.append" -> hear(event.path("audio").asText(""));
            case "input_audio_buffer.commit" -> commit();
            case "input_audio_buffer.clear" -> {
                ear.clear();
                tell("input_audio_buffer.cleared");
            }
            case "response.cancel" -> {
                // nothing is under way that could be stopped
            }
            default ->
                pending = RealtimeResponse.error(
                        "invalid_request_error",
                        "invalid_value",
                        "Invalid value: '" + event.path("type").asText("") + "'.");
        }
        flush();
    }

    private static void merge(ObjectNode kept, ObjectNode change) {
        change.properties().forEach(member -> {
            if (member.getValue() instanceof ObjectNode inner && kept.path(member.getKey()) instanceof ObjectNode old) {
                merge(old, inner);
            } else {
                kept.set(member.getKey(), member.getValue());
            }
        });
    }

    private void hear(String sound) {
        JsonNode detection = RealtimeEar.detection(session, beta);
        switch (ear.hear(sound)) {
            case SPEECH -> {
                if (detection.isObject()) {
                    tell("input_audio_buffer.speech_started").put("audio_start_ms", 0);
                }
            }
            case PAUSE -> {
                if (detection.isObject()) {
                    tell("input_audio_buffer.speech_stopped").put("audio_end_ms", 0);
                    commit();
                    if (!transcribes && detection.path("create_response").asBoolean(true)) {
                        respond(Json.object());
                    }
                }
            }
            case NOTHING_NEW -> {}
        }
    }

    private void commit() {
        long before = ear.tokens();
        if (!ear.commit()) {
            pending = RealtimeResponse.error(
                    "invalid_request_error",
                    "input_audio_buffer_commit_empty",
                    "Error committing input audio buffer: the buffer is empty.");
            return;
        }
        String id = "item_" + Long.toString(call.number(), 36) + "u" + items.size();
        tell("input_audio_buffer.committed").put("item_id", id).putNull("previous_item_id");
        ObjectNode item = Json.object().put("id", id).put("type", "message").put("role", "user");
        item.putArray("content").addObject().put("type", "input_audio").putNull("transcript");
        add(item);
        JsonNode wish = beta
                ? session.path("input_audio_transcription")
                : session.path("audio").path("input").path("transcription");
        if (wish.isObject()) {
            transcribe(id, ear.tokens() - before, wish.path("model").asText());
        }
    }

    /** Whisper is charged by time, newer models by tokens: platform.openai.com/docs/api-reference/realtime-server-events. */
    private void transcribe(String id, long heard, String model) {
        String transcript = "what was said, by " + model;
        ObjectNode event = tell("conversation.item.input_audio_transcription.completed")
                .put("item_id", id)
                .put("content_index", 0)
                .put("transcript", transcript);
        if (model.startsWith("whisper")) {
            event.putObject("usage").put("type", "duration").put("seconds", heard / 10.0);
        } else {
            ObjectNode usage = event.putObject("usage")
                    .put("type", "tokens")
                    .put("input_tokens", heard)
                    .put("output_tokens", 6)
                    .put("total_tokens", heard + 6);
            usage.putObject("input_token_details").put("text_tokens", 0).put("audio_tokens", heard);
        }
    }

    private void add(JsonNode item) {
        if (!RealtimeResponse.isItem(item)) {
            pending = RealtimeResponse.error(
                    "invalid_request_error", "missing_required_parameter", "Missing required parameter: 'item.type'.");
            return;
        }
        ObjectNode kept = ((ObjectNode) item).deepCopy();
        if (!kept.has("id")) {
            kept.put("id", "item_" + Long.toString(call.number(), 36) + "u" + items.size());
        }
        kept.put("object", "realtime.item").put("status", "completed");
        items.add(kept);
        for (String type : beta
                ? List.of("conversation.item.created")
                : List.of("conversation.item.added", "conversation.item.done")) {
            ObjectNode event = tell(type);
            event.putNull("previous_item_id").set("item", kept);
        }
    }

    private void respond(JsonNode wish) {
        Shape shape;
        try {
            shape = shapes.apply(Messages.lastUser(items));
        } catch (IllegalArgumentException e) {
            pending = RealtimeResponse.error("invalid_request_error", null, String.valueOf(e.getMessage()));
            return;
        }
        ObjectNode body = session.deepCopy();
        if (wish.isObject()) {
            body.setAll((ObjectNode) wish);
        }
        if (!body.path("input").isArray()) {
            body.set("input", items);
        }
        Prompt prompt = ResponseRequest.prompt(body, 0);
        Turn turn = Turn.of(call.with(call.path(), body).shaped(shape), prompt);
        RealtimeResponse response =
                new RealtimeResponse(turn, responses++, new RealtimeResponse.Manner(beta, speaks(body), ear.tokens()));
        if (shape.refuses()) {
            pending = RealtimeResponse.error("server_error", "status_" + shape.status(), "Simulated failure");
        } else if (shape.fault() != Fault.STALL) {
            visit.willSuffer(shape.faultName());
            Script script = response.events();
            items.add(response.item());
            active++;
            long wait = shape.firstToken().sample(call.number());
            after(wait, () -> pump(script, turn, 0));
        }
    }

    private static boolean speaks(ObjectNode body) {
        JsonNode wanted = body.has("output_modalities") ? body.path("output_modalities") : body.path("modalities");
        for (JsonNode modality : wanted) {
            if (modality.asText().equals("audio")) {
                return true;
            }
        }
        return false;
    }

    private void pump(Script script, Turn turn, long sent) {
        Shape shape = turn.call().shape();
        long count = sent;
        while (!socket.isClosed()) {
            if (count == shape.at(1) && strikes(shape.fault())) {
                return;
            }
            if (!script.hasNext()) {
                active--;
                owedInput += turn.produced().prompt() + ear.tokens();
                owedOutput += turn.produced().completion();
                visit.answering(101, shape.usage().tell(new Usage(owedInput, owedOutput)));
                return;
            }
            Frame frame = script.next();
            visit.sent(
                    frame.bytes().length(),
                    new Usage(owedInput + turn.produced().prompt() + ear.tokens(), owedOutput + frame.produced()));
            write(frame.bytes());
            count++;
            if (shape.chunkMillis() > 0) {
                long next = count;
                after(shape.chunkMillis(), () -> pump(script, turn, next));
                return;
            }
        }
    }

    private boolean strikes(Fault fault) {
        switch (fault) {
            case ERROR_EVENT ->
                write(Json.bytes(RealtimeResponse.error(
                        "server_error", null, "The server had an error while processing your request.")));
            case GARBAGE -> write(Buffer.buffer("{\"type\":\"response.output_te"));
            case RESET_MID, TRUNCATE, RESET_AFTER -> {
                visit.end(Outcome.FAULTED);
                socket.close((short) 1011).onFailure(gone -> visit.end(Outcome.FAULTED));
                return true;
            }
            default -> {
                return false;
            }
        }
        return fault == Fault.ERROR_EVENT;
    }

    private void after(long millis, Runnable next) {
        if (millis <= 0) {
            next.run();
        } else {
            vertx.setTimer(millis, timer -> next.run());
        }
    }

    private void write(Buffer text) {
        socket.writeTextMessage(text.toString()).onFailure(gone -> visit.end(Outcome.ABORTED_BY_CLIENT));
    }
}
