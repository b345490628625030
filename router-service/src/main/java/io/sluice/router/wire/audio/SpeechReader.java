package io.sluice.router.wire.audio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.Lines;
import io.sluice.router.wire.plain.PlainWire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Sound, or events with sound ({@code stream_format: sse}), handed on as they come. Billed by what was said, by the tokens of the last event, or by the
 * time that the sound takes. Not thread-safe.
 */
final class SpeechReader implements AnswerReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PENDING = 16 * 1024 * 1024;

    private final WireCall call;
    private final boolean verbatim;
    private final SpokenSound sound;
    private Lines lines = new Lines();
    private boolean events;
    private boolean ended;

    /** @param verbatim whether the provider's errors are told as they came */
    SpeechReader(WireCall call, boolean verbatim) {
        this.call = call;
        this.verbatim = verbatim;
        this.sound = new SpokenSound(call);
    }

    @Override
    public boolean streams(Map<String, String> headers, boolean asked) {
        String type = headers.getOrDefault("content-type", "");
        events = type.startsWith("text/event-stream");
        sound.type(type);
        return true;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        throw new IllegalStateException("speech comes in pieces");
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        if (lines.pendingBytes() > MOST_PENDING) {
            sink.failed(PlainWire.unreadable("an event is too long"));
            return;
        }
        if (events) {
            lines.add(bytes.duplicate(), line -> line(line, sink));
        } else {
            sound.add(bytes);
        }
        sink.charges(sound.charges());
        sink.emit(bytes);
        sink.content(0);
    }

    private void line(String line, AnswerSink sink) {
        if (!line.startsWith("data:")) {
            return;
        }
        try {
            JsonNode event = JSON.readTree(line.substring("data:".length()));
            sound.addEncoded(event.path("audio").asText(""));
            if (event.path("type").asText().equals("speech.audio.done")) {
                ended = true;
                JsonNode usage = event.path("usage");
                if (usage.path("output_tokens").asLong() > 0) {
                    long output = usage.path("output_tokens").asLong();
                    long input = Math.max(0, usage.path("input_tokens").asLong());
                    sink.usage(new TokenUsage(input, 0, 0, 0, 0, output, 0, output));
                    sound.counted();
                    sink.finished("stop");
                }
            }
        } catch (IOException notJson) {
            // not an event of ours: it passes
        }
    }

    @Override
    public void end(AnswerSink sink) {
        line(lines.rest(), sink);
        lines = new Lines();
        sink.charges(sound.charges());
        if (events && !ended) {
            return; // told as a stream that broke off
        }
        if (sound.isEmpty()) {
            sink.failed(PlainWire.unreadable("the answer has no sound"));
            return;
        }
        sink.done();
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        String key = call.target().apiKey();
        return verbatim
                ? ProviderErrors.verbatim(status, headers, body, key)
                : ProviderErrors.of(status, headers, body, key);
    }
}
