package io.sluice.router.wire.bedrock;

import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.wire.anthropic.AnthropicDialect;
import io.sluice.router.wire.event.EventDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Claude by InvokeModel: the Messages API's answers, whose events come inside an event stream's chunks instead of as server-sent events. */
final class ClaudeInvokeDecoder implements EventDecoder {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);

    private final EventDecoder messages = AnthropicDialect.newDecoder(null);
    private final EventStream stream = new EventStream(new Chunks());
    private Consumer<AnswerEvent> events = ignored -> {};
    private boolean over;

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> receiver) {
        messages.whole(body, receiver);
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> receiver) {
        if (over) {
            return;
        }
        events = receiver;
        try {
            stream.feed(bytes);
        } catch (RuntimeException e) {
            over = true;
            events.accept(
                    new AnswerEvent.Failed(BedrockErrors.unreadable("the event stream is broken: " + e.getMessage())));
        }
    }

    private final class Chunks implements EventStream.Receiver {

        @Override
        public void event(String type, byte[] payload) {
            try {
                ByteArrayOutputStream line = new ByteArrayOutputStream(payload.length);
                line.writeBytes(DATA);
                line.writeBytes(
                        ConverseRequest.JSON.readTree(payload).path("bytes").binaryValue());
                line.write('\n');
                messages.piece(ByteBuffer.wrap(line.toByteArray()), events);
            } catch (IOException e) {
                exception("a chunk of the stream is not JSON", new byte[0]);
            }
        }

        @Override
        public void exception(String type, byte[] payload) {
            if (!over) {
                over = true;
                events.accept(new AnswerEvent.Failed(BedrockErrors.inStream(type, payload)));
            }
        }
    }

    @Override
    public void end(Consumer<AnswerEvent> receiver) {
        if (!over) {
            messages.end(receiver);
        }
    }
}
