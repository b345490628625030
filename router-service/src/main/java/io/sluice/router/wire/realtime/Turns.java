package io.sluice.router.wire.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.routing.Turn;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Usage;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.wire.SessionSink;
import io.sluice.router.wire.SessionSink.Bill;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The responses of a session: those that were asked for and have not begun, and those that run; and the bill of each. */
final class Turns {

    /** Of a model whose limit is unknown: that of gpt-realtime. */
    private static final long DEFAULT_OUTPUT = 4_096;

    private static final int BYTES_A_TOKEN = 4;

    private final ConversationSize size;
    private final long mostOutput;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private int count;

    /**
     * A turn and its {@code response.create}.
     *
     * @param message empty for one that the provider began by itself
     * @param eventId the client's name of the event; null when it gave none
     * @param apart whether it is no part of the session's conversation
     * @param mark see {@link ConversationSize#mark}
     */
    record Asked(
            Turn turn, ByteBuffer message, @Nullable String eventId, boolean apart, long mark, long startedNanos) {}

    private static final class Running {

        private final Asked asked;
        private long firstByteNanos = -1;
        private long bytes;

        Running(Asked asked) {
            this.asked = asked;
        }

        Bill bill(Certainty certainty, TokenUsage tokens, Usage usage, String finish, @Nullable String errorClass) {
            return new Bill(certainty, tokens, usage, null, finish, errorClass, asked.startedNanos, firstByteNanos);
        }

        /** Nobody said what it used: what was probably sent, and what came. Never zero. */
        Bill estimate(String finish, @Nullable String errorClass) {
            TokenUsage tokens = TokenUsage.of(
                    Math.max(1, asked.turn.likelyTokens()),
                    Math.min(asked.turn.outputTokens(), Math.ceilDiv(bytes, BYTES_A_TOKEN)));
            return bill(Certainty.ESTIMATED, tokens, Usage.of(tokens), finish, errorClass);
        }
    }

    Turns(ConversationSize size, ModelCard card) {
        this.size = size;
        this.mostOutput = card.maxOutputTokens() > 0 ? card.maxOutputTokens() : DEFAULT_OUTPUT;
    }

    /** The most that a response may be: what is asked for, the model's own limit otherwise. */
    long output(JsonNode wish) {
        JsonNode cap = wish.path("max_output_tokens");
        return cap.isIntegralNumber() ? Math.clamp(cap.asLong(), 1, mostOutput) : mostOutput;
    }

    Asked next(ByteBuffer message, JsonNode event) {
        JsonNode wish = event.path("response");
        boolean apart =
                wish.has("input") || wish.path("conversation").asText("").equals("none");
        return new Asked(
                turn(message.remaining(), output(wish), false),
                message,
                event.path("event_id").asText(null),
                apart,
                size.mark(),
                System.nanoTime());
    }

    private Turn turn(long beside, long output, boolean begun) {
        long others = beside;
        for (Running other : running.values()) {
            others += other.asked.turn.outputTokens();
        }
        for (Asked other : asked) {
            others += other.turn.outputTokens();
        }
        return new Turn(++count, size.bound(others), size.likely(), output, begun);
    }

    /** Its request went out. */
    void sent(Asked turn) {
        asked.add(turn);
    }

    /** A response runs. @return the turn, when nobody asked for it */
    Optional<Turn> began(String id) {
        Asked known = asked.poll();
        Asked next = known != null
                ? known
                : new Asked(turn(0, mostOutput, true), ByteBuffer.allocate(0), null, false, 0, System.nanoTime());
        running.put(id, new Running(next));
        return known == null ? Optional.of(next.turn) : Optional.empty();
    }

    void produced(int bytes) {
        for (Running each : running.values()) {
            each.firstByteNanos = each.firstByteNanos < 0 ? System.nanoTime() : each.firstByteNanos;
            each.bytes += bytes;
        }
    }

    void done(JsonNode response, SessionSink session) {
        Running ended = running.remove(response.path("id").asText(""));
        if (ended == null) {
            return;
        }
        String status = response.path("status").asText("completed");
        String errorClass = status.equals("failed") ? ErrorClass.BAD_RESPONSE.litellmName() : null;
        RealtimeUsage said = RealtimeUsage.read(response.path("usage"));
        int number = ended.asked.turn.number();
        if (said == null) {
            session.ended(number, ended.estimate(status, errorClass));
            return;
        }
        if (!ended.asked.apart) {
            size.answered(said.tokens().total(), ended.asked.mark);
        }
        session.ended(number, ended.bill(Certainty.EXACT, said.tokens(), said.usage(), status, errorClass));
    }

    /** A transcript is there, which another model made. */
    void transcribed(Transcription.Made made, SessionSink session) {
        Turn turn = new Turn(
                ++count,
                made.tokens().input(),
                made.tokens().input(),
                made.tokens().output(),
                true);
        session.want(turn);
        long now = System.nanoTime();
        session.ended(
                turn.number(),
                new Bill(made.certainty(), made.tokens(), made.usage(), made.model(), "transcript", null, now, now));
    }

    /** An error of the provider: a {@code response.create} that was refused never runs. */
    void refused(JsonNode error, SessionSink session) {
        String about = error.path("event_id").asText(null);
        boolean busy = error.path("code").asText("").equals("conversation_already_has_active_response");
        asked.stream()
                .filter(each -> about == null ? busy : about.equals(each.eventId))
                .findFirst()
                .ifPresent(each -> {
                    asked.remove(each);
                    session.unused(each.turn.number());
                });
    }

    /** What was sent and has not begun may have begun all the same. */
    void abandoned(SessionSink session) {
        asked.forEach(each -> session.ended(each.turn.number(), new Running(each).estimate("cancelled", null)));
        running.values().forEach(each -> session.ended(each.asked.turn.number(), each.estimate("cancelled", null)));
        asked.clear();
        running.clear();
    }
}
