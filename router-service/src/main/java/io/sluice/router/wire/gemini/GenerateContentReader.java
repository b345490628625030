package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.client.gemini.StreamForm;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Google's answer for a client of the same protocol: every response goes on as it came; usage and finish reason are read on the way. A stream
 * ends with its connection. Not thread-safe.
 */
final class GenerateContentReader implements AnswerReader {

    private static final int MAX_EVENT = 64 * 1024 * 1024; // a picture comes in one event

    private final WireCall call;
    private final StreamForm form;
    private final DataLines lines = new DataLines();
    private @Nullable String finishReason;
    private boolean blocked;
    private int searches;
    private boolean begun;
    private boolean over;

    GenerateContentReader(WireCall call) {
        this.call = call;
        this.form = StreamForm.of(call.request());
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        byte[] json = Bytes.copy(body);
        try {
            JsonNode response = GeminiDialect.JSON.readTree(json);
            if (response.has("error")) {
                sink.failed(told(response));
                return;
            }
            int size = read(response, sink);
            if (!isOver()) {
                sink.failed(ProviderFailure.badResponse("provider returned an answer without candidates"));
                return;
            }
            sink.content(size);
            sink.emit(ByteBuffer.wrap(json));
            sink.done();
        } catch (IOException e) {
            sink.failed(ProviderFailure.badResponse("Empty or invalid response from LLM endpoint"));
        }
    }

    private ProviderFailure told(JsonNode response) {
        return ProviderErrors.inStream(response.path("error"), call.target().apiKey());
    }

    /** @return bytes of content */
    private int read(JsonNode response, AnswerSink sink) {
        int size = 0;
        for (JsonNode candidate : response.path("candidates")) {
            for (JsonNode part : candidate.path("content").path("parts")) {
                size += part.path("text").asText("").length()
                        + (part.has("functionCall")
                                ? part.path("functionCall").toString().length()
                                : 0)
                        + part.path("inlineData").path("data").asText("").length();
            }
            searches = Math.max(searches, GeminiUsage.searches(candidate));
            if (candidate.path("finishReason").isTextual()) {
                finishReason = candidate.path("finishReason").asText();
                sink.finished(candidate.path("finishReason").asText());
            }
        }
        blocked |= response.path("promptFeedback").has("blockReason");
        JsonNode usage = response.path("usageMetadata");
        if (GeminiUsage.isSaid(usage)) {
            AnswerEvent.Usage counted = GeminiUsage.of(usage, searches);
            sink.usage(counted.counted());
            sink.charges(counted.charges());
        }
        return size;
    }

    private boolean isOver() {
        return finishReason != null || blocked;
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        if (over) {
            return;
        }
        lines.add(bytes, (line, from, to) -> event(line, from, to, sink));
        if (!over && lines.pendingBytes() > MAX_EVENT) {
            fail(ProviderFailure.badResponse("an event is larger than " + MAX_EVENT + " bytes"), sink);
        }
    }

    private void event(byte[] line, int from, int to, AnswerSink sink) {
        if (over) {
            return;
        }
        JsonNode response;
        try {
            response = GeminiDialect.JSON.readTree(line, from, to - from);
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("an event of the stream is not JSON"), sink);
            return;
        }
        if (response.has("error")) {
            fail(told(response), sink);
            return;
        }
        Bytes out = new Bytes(to - from + 16);
        out.add(form.before(!begun)).add(line, from, to).add(form.after());
        begun = true;
        sink.emit(out.take());
        int size = read(response, sink);
        if (size > 0) {
            sink.content(size);
        }
    }

    @Override
    public void end(AnswerSink sink) {
        lines.end((line, from, to) -> event(line, from, to, sink));
        if (over) {
            return;
        }
        if (!isOver()) {
            fail(ProviderFailure.badResponse("Stream ended before a finish reason was received"), sink);
            return;
        }
        over = true;
        sink.emit(ByteBuffer.wrap(form.end()));
        sink.done();
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return GeminiErrors.read(status, headers, body, call.target().apiKey());
    }

    private void fail(ProviderFailure failure, AnswerSink sink) {
        over = true;
        sink.failed(failure);
    }
}
