package io.sluice.router.wire.audio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.Lines;
import io.sluice.router.wire.plain.PlainWire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What was heard: JSON passes; plain text and subtitles are JSON with a {@code text} for clients that do not ask for text, as LiteLLM answers; events
 * pass as they come. Billed by what the answer says of tokens or time, else by the length of the recording. Not thread-safe.
 */
final class TranscriptReader implements AnswerReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PENDING = 4 * 1024 * 1024;

    private final WireCall call;
    private final HeardSound sound;
    private Lines lines = new Lines();
    private boolean begun;
    private boolean ended;

    TranscriptReader(WireCall call) {
        this.call = call;
        this.sound = new HeardSound(call);
    }

    @Override
    public boolean streams(Map<String, String> headers, boolean asked) {
        // models that cannot stream answer whole
        return asked && headers.getOrDefault("content-type", "").startsWith("text/event-stream");
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        byte[] bytes = Bytes.copy(body);
        boolean json = headers.getOrDefault("content-type", "application/json").contains("json");
        if (json) {
            try {
                JsonNode answer = JSON.readTree(bytes);
                if (!answer.path("text").isTextual()) {
                    sink.failed(PlainWire.unreadable("the answer has no text"));
                    return;
                }
                bill(answer, answer.path("text").textValue(), sink);
            } catch (IOException notJson) {
                sink.failed(PlainWire.unreadable("the answer is no JSON"));
                return;
            }
            sink.emit(ByteBuffer.wrap(bytes));
        } else {
            String text = new String(bytes, StandardCharsets.UTF_8);
            sink.charges(sound.charges(text));
            sink.emit(ByteBuffer.wrap(TextAnswers.asked(call.request()) ? bytes : inJson(text)));
        }
        sink.done();
    }

    private static byte[] inJson(String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("text", text)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private void bill(JsonNode answer, String text, AnswerSink sink) {
        JsonNode usage = answer.path("usage");
        if (usage.path("input_tokens").asLong() > 0) {
            sink.usage(tokens(usage));
            sink.charges(sound.besideTokens());
        } else if (usage.path("seconds").asDouble() > 0) {
            sink.charges(sound.charges(usage.path("seconds").decimalValue()));
        } else if (answer.path("duration").asDouble() > 0) {
            sink.charges(sound.charges(answer.path("duration").decimalValue()));
        } else {
            sink.charges(sound.charges(text));
        }
    }

    private static TokenUsage tokens(JsonNode usage) {
        long input = usage.path("input_tokens").asLong();
        long audio = usage.path("input_token_details").path("audio_tokens").asLong();
        long output = Math.max(0, usage.path("output_tokens").asLong());
        return new TokenUsage(input, 0, 0, 0, Math.clamp(audio, 0, input), output, 0, 0);
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        if (lines.pendingBytes() > MOST_PENDING) {
            sink.failed(PlainWire.unreadable("an event is too long"));
            return;
        }
        lines.add(bytes.duplicate(), line -> line(line, sink));
        sink.emit(bytes);
        sink.content(0);
    }

    private void line(String line, AnswerSink sink) {
        if (!line.startsWith("data:")) {
            return;
        }
        try {
            JsonNode event = JSON.readTree(line.substring("data:".length()));
            if (event.path("type").asText().equals("transcript.text.done")) {
                ended = true;
                bill(event, event.path("text").asText(), sink);
                sink.finished("stop");
            } else if (!begun) {
                begun = true;
                sink.charges(sound.charges("")); // should it break off
            }
        } catch (IOException notJson) {
            // an end mark
        }
    }

    @Override
    public void end(AnswerSink sink) {
        line(lines.rest(), sink);
        lines = new Lines();
        if (ended) {
            sink.done();
        }
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.of(status, headers, body, call.target().apiKey());
    }
}
