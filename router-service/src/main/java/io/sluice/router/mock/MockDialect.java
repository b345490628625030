package io.sluice.router.mock;

import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The dialect of a provider that is not there: its answers are the mock's text, so that each client protocol has them as it has any other. */
public final class MockDialect implements Dialect {

    /** LiteLLM cuts a streamed mock in pieces of this length. */
    private static final int PIECE_CHARACTERS = 3;

    private final Mock mock;

    public MockDialect(Mock mock) {
        this.mock = mock;
    }

    /** The body of the answer, in the pieces of a stream. */
    public static List<ByteBuffer> pieces(Mock mock) {
        int[] characters = mock.text().codePoints().toArray();
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int start = 0; start < characters.length; start += PIECE_CHARACTERS) {
            int length = Math.min(PIECE_CHARACTERS, characters.length - start);
            pieces.add(ByteBuffer.wrap(new String(characters, start, length).getBytes(StandardCharsets.UTF_8)));
        }
        return pieces;
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        throw new IllegalStateException("nobody is asked");
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return new Decoder(mock, call.request(), call.target().providerModel());
    }

    private static final class Decoder implements EventDecoder {

        private final Mock mock;
        private final RouteRequest request;
        private final String model;
        private final StringBuilder text = new StringBuilder();
        private boolean started;

        Decoder(Mock mock, RouteRequest request, String model) {
            this.mock = mock;
            this.request = request;
            this.model = model;
        }

        @Override
        public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
            piece(body, events);
            end(events);
        }

        /** Of several answers the first is told as it comes. */
        @Override
        public void piece(ByteBuffer bytes, Consumer<AnswerEvent> events) {
            start(events);
            String piece = StandardCharsets.UTF_8.decode(bytes).toString();
            if (!piece.isEmpty()) {
                text.append(piece);
                events.accept(new AnswerEvent.Text(piece));
            }
        }

        @Override
        public void end(Consumer<AnswerEvent> events) {
            start(events);
            finish(events);
            for (int i = 1; i < request.scan().choices(); i++) {
                events.accept(new AnswerEvent.Choice(i));
                if (!text.isEmpty()) {
                    events.accept(new AnswerEvent.Text(text.toString()));
                }
                finish(events);
            }
            events.accept(new AnswerEvent.Usage(TokenUsage.of(Mock.INPUT_TOKENS, outputTokens()), null));
        }

        private void start(Consumer<AnswerEvent> events) {
            if (!started) {
                started = true;
                events.accept(new AnswerEvent.Started("chatcmpl-" + UUID.randomUUID(), model));
            }
        }

        private void finish(Consumer<AnswerEvent> events) {
            for (int i = 0; i < mock.calls().size(); i++) {
                Mock.Call call = mock.calls().get(i);
                events.accept(new AnswerEvent.CallStart(i, i, call.id(), call.name(), null));
                events.accept(new AnswerEvent.CallArguments(i, call.arguments()));
            }
            events.accept(new AnswerEvent.Finish(mock.calls().isEmpty() ? "stop" : "tool_calls"));
        }

        /** Never more than was reserved for. */
        private long outputTokens() {
            long cap = request.outputCap() >= 0
                    ? request.outputCap()
                    : request.scan().maxTokens();
            return cap >= 0 ? Math.min(Mock.OUTPUT_TOKENS, cap) : Mock.OUTPUT_TOKENS;
        }
    }
}
