package io.sluice.router.wire.chat;

import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.event.WireEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an answer of any provider through its decoder and writes it in OpenAI's chat protocol. Not thread-safe. */
public final class ChatFromEvents implements AnswerReader {

    private final WireCall call;
    private final EventDecoder decoder;
    private final ChatWriter writer;
    private final WholeChat whole = new WholeChat();
    private WireEvent.@Nullable Usage usage;
    private @Nullable String finishReason;
    private boolean reasoned;
    private boolean called;
    private boolean over;

    /** @param thinkingBlocks whether reasoning is also given in blocks, as providers with signatures want it back */
    public ChatFromEvents(WireCall call, EventDecoder decoder, boolean thinkingBlocks) {
        this.call = call;
        this.decoder = decoder;
        this.writer = new ChatWriter(call.answerModel(), thinkingBlocks);
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        decoder.whole(body, event -> take(event, sink));
        String reason = finishReason;
        if (over) {
            return;
        }
        if (reason == null) {
            sink.failed(broken("the answer has no finish reason"));
            return;
        }
        WireEvent.Usage counted = usage == null ? new WireEvent.Usage(TokenUsage.NONE, null) : usage;
        String json = whole.completion(call.answerModel(), reason, ChatUsage.json(counted))
                .toString();
        sink.emit(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        sink.done();
    }

    private void take(WireEvent event, AnswerSink sink) {
        account(event, sink);
        whole.add(event);
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        if (!over) {
            decoder.piece(bytes, event -> relay(event, sink));
        }
    }

    private void relay(WireEvent event, AnswerSink sink) {
        if (over) {
            return;
        }
        ByteBuffer chunk = writer.chunk(event);
        if (chunk != null) {
            sink.emit(chunk);
        }
        account(event, sink);
    }

    private void account(WireEvent event, AnswerSink sink) {
        switch (event) {
            case WireEvent.TextDelta(String text) -> sink.content(text.length());
            case WireEvent.RefusalDelta(String text) -> sink.content(text.length());
            case WireEvent.ReasoningDelta(String text) -> {
                reasoned = true;
                sink.content(text.length());
            }
            case WireEvent.RedactedReasoning(String data) -> sink.content(data.length());
            case WireEvent.ToolCallStart start -> {
                called = true;
                sink.content(start.name().length());
            }
            case WireEvent.ToolCallArguments(int ignored, String json) -> sink.content(json.length());
            case WireEvent.ReasoningSignature ignored -> {}
            case WireEvent.Citation ignored -> {}
            case WireEvent.Usage reported -> {
                usage = reported;
                sink.usage(reported.counted());
            }
            case WireEvent.Finish(String reason) -> {
                finishReason = reason;
                sink.finished(reason);
            }
            case WireEvent.Failed(ProviderFailure failure) -> {
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
        String reason = finishReason;
        if (over) {
            return;
        }
        over = true;
        if (reason == null) {
            sink.failed(broken("Stream ended before a finish_reason was received"));
            return;
        }
        sink.emit(writer.finish(reason));
        WireEvent.Usage counted = usage;
        if (counted != null && call.request().scan().includeUsage()) {
            sink.emit(writer.usage(ChatUsage.ofStream(counted, call.target().card(), reasoned || called)));
        }
        sink.emit(ByteBuffer.wrap(ChatWriter.DONE));
        sink.done();
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.verbatim(status, headers, body, call.target().apiKey());
    }

    private static ProviderFailure broken(String message) {
        return new ProviderFailure(ErrorClass.BAD_RESPONSE, 500, message, null, null, null, -1, true);
    }
}
