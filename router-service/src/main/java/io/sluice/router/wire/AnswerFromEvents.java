package io.sluice.router.wire;

import io.sluice.router.answer.AnswerBuilder;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.event.EventDecoder;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an answer of any provider through its decoder and writes it in the client's protocol. Not thread-safe. */
final class AnswerFromEvents implements AnswerReader {

    private final WireCall call;
    private final Dialect dialect;
    private final EventDecoder decoder;
    private final AnswerWriter writer;
    private @Nullable String finishReason;
    private boolean over;

    AnswerFromEvents(WireCall call, Dialect dialect, EventDecoder decoder, AnswerWriter writer) {
        this.call = call;
        this.dialect = dialect;
        this.decoder = decoder;
        this.writer = writer;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        AnswerBuilder answer = new AnswerBuilder();
        decoder.whole(headers, body, event -> {
            account(event, sink);
            answer.add(event);
        });
        if (over) {
            return;
        }
        if (finishReason == null) {
            sink.failed(broken("the answer has no finish reason"));
            return;
        }
        sink.emit(writer.whole(answer.build()));
        sink.done();
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        if (!over) {
            decoder.piece(bytes, event -> relay(event, sink));
        }
    }

    private void relay(AnswerEvent event, AnswerSink sink) {
        if (over) {
            return;
        }
        ByteBuffer chunk = writer.step(event);
        if (chunk != null) {
            sink.emit(chunk);
        }
        account(event, sink);
    }

    private void account(AnswerEvent event, AnswerSink sink) {
        switch (event) {
            case AnswerEvent.Text(String text) -> sink.content(text.length());
            case AnswerEvent.Refusal(String text) -> sink.content(text.length());
            case AnswerEvent.Thinking(String text) -> sink.content(text.length());
            case AnswerEvent.RedactedThinking(String data) -> sink.content(data.length());
            case AnswerEvent.CallStart start -> sink.content(start.name().length());
            case AnswerEvent.CallArguments(int ignored, String json) -> sink.content(json.length());
            case AnswerEvent.Picture picture ->
                sink.content(picture.image().base64().length());
            case AnswerEvent.Foreign foreign -> sink.content(foreign.type().length());
            case AnswerEvent.Started ignored -> {}
            case AnswerEvent.Aside ignored -> {}
            case AnswerEvent.Choice ignored -> {}
            case AnswerEvent.TextStart ignored -> {}
            case AnswerEvent.ThinkingSignature ignored -> {}
            case AnswerEvent.TextSignature ignored -> {}
            case AnswerEvent.Citation ignored -> {}
            case AnswerEvent.Logprobs ignored -> {}
            case AnswerEvent.Usage reported -> {
                sink.usage(reported.counted());
                sink.charges(reported.charges());
            }
            case AnswerEvent.Finish finish -> {
                finishReason = finish.reason();
                sink.finished(finish.reason());
            }
            case AnswerEvent.Failed(ProviderFailure failure) -> {
                over = true;
                sink.failed(failure);
            }
        }
    }

    @Override
    public void end(AnswerSink sink) {
        if (over) {
            return;
        }
        decoder.end(event -> relay(event, sink));
        if (over) {
            return;
        }
        over = true;
        if (finishReason == null) {
            sink.failed(broken("Stream ended before a finish_reason was received"));
            return;
        }
        sink.emit(writer.end());
        sink.done();
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return dialect.failure(status, headers, body, call);
    }

    private static ProviderFailure broken(String message) {
        return ProviderFailure.badResponse(message);
    }
}
