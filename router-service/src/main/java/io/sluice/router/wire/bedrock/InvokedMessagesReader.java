package io.sluice.router.wire.bedrock;

import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes Anthropic's events out of the chunks of an event stream, and has them read as if they had come as server-sent events. Not thread-safe. */
final class InvokedMessagesReader implements AnswerReader {

    private final AnswerReader messages;
    private final EventStream stream = new EventStream(new Chunks());
    private @Nullable AnswerSink sink;
    private boolean over;

    InvokedMessagesReader(AnswerReader messages) {
        this.messages = messages;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink to) {
        messages.complete(status, headers, body, to);
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink to) {
        if (over) {
            return;
        }
        sink = to;
        try {
            stream.feed(bytes);
        } catch (RuntimeException e) {
            fail(BedrockErrors.unreadable("the event stream is broken: " + e.getMessage()));
        }
    }

    private final class Chunks implements EventStream.Receiver {

        @Override
        public void event(String type, byte[] payload) {
            if (over) {
                return;
            }
            try {
                byte[] json =
                        ConverseRequest.JSON.readTree(payload).path("bytes").binaryValue();
                String name = ConverseRequest.JSON.readTree(json).path("type").asText("");
                ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 64);
                event.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
                event.writeBytes(json);
                event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
                messages.chunk(ByteBuffer.wrap(event.toByteArray()), Objects.requireNonNull(sink));
            } catch (IOException e) {
                fail(BedrockErrors.unreadable("a chunk of the stream is not JSON"));
            }
        }

        @Override
        public void exception(String type, byte[] payload) {
            fail(BedrockErrors.inStream(type, payload));
        }
    }

    private void fail(ProviderFailure failure) {
        if (!over) {
            over = true;
            Objects.requireNonNull(sink).failed(failure);
        }
    }

    @Override
    public void end(AnswerSink to) {
        if (!over) {
            messages.end(to);
        }
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return messages.failure(status, headers, body);
    }
}
