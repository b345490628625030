package io.sluice.router.wire;

import io.sluice.router.answer.Answer;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.client.AnswerWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Notes what one attempt says. Of an attempt that goes on with an answer, only what belongs to that answer reaches the client. */
final class ContinuedWriter implements AnswerWriter {

    private final Continuation continuation;
    private final AnswerWriter writer;
    private final boolean goesOn;

    /** @param goesOn the writer has written before */
    ContinuedWriter(Continuation continuation, AnswerWriter writer, boolean goesOn) {
        this.continuation = continuation;
        this.writer = writer;
        this.goesOn = goesOn;
    }

    @Override
    public @Nullable ByteBuffer step(AnswerEvent event) {
        return switch (event) {
            case AnswerEvent.Text(String text) -> {
                String fresh = continuation.withoutBlanksSaid(text);
                continuation.says(writer, fresh);
                yield goesOn && fresh.isEmpty() ? null : writer.step(new AnswerEvent.Text(fresh));
            }
            case AnswerEvent.Usage(var counted, var details, var charges) ->
                writer.step(new AnswerEvent.Usage(continuation.withBefore(counted), goesOn ? null : details, charges));
            case AnswerEvent.Started ignored -> goesOn ? null : writer.step(event);
            case AnswerEvent.TextStart ignored -> goesOn ? null : writer.step(event);
            case AnswerEvent.Thinking ignored -> goesOn ? null : writer.step(event);
            case AnswerEvent.ThinkingSignature ignored -> goesOn ? null : writer.step(event);
            case AnswerEvent.RedactedThinking ignored -> goesOn ? null : writer.step(event);
            case AnswerEvent.TextSignature ignored -> writer.step(event);
            case AnswerEvent.Choice ignored -> writer.step(event);
            case AnswerEvent.Logprobs ignored -> writer.step(event);
            case AnswerEvent.Citation ignored -> writer.step(event);
            case AnswerEvent.Aside ignored -> writer.step(event);
            case AnswerEvent.Failed ignored -> writer.step(event);
            case AnswerEvent.Refusal ignored -> more(event);
            case AnswerEvent.CallStart ignored -> more(event);
            case AnswerEvent.CallArguments ignored -> more(event);
            case AnswerEvent.Picture ignored -> more(event);
            case AnswerEvent.Foreign ignored -> more(event);
            case AnswerEvent.Finish ignored -> more(event);
        };
    }

    private @Nullable ByteBuffer more(AnswerEvent event) {
        continuation.saysMoreThanText();
        return writer.step(event);
    }

    @Override
    public ByteBuffer end() {
        return writer.end();
    }

    @Override
    public ByteBuffer whole(Answer answer) {
        return writer.whole(answer);
    }
}
