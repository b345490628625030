package io.sluice.simulator.exchange;

import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Model;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.faults.UsageLie;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt and the model's answers to it, without a protocol.
 *
 * @param answers one at least
 */
public record Turn(Call call, Prompt prompt, List<Answer> answers) {

    /** Asks the model once. */
    public static Turn of(Call call, Prompt prompt) {
        return of(call, prompt, 1);
    }

    /** Asks the model for this many answers. */
    public static Turn of(Call call, Prompt prompt, int choices) {
        List<Answer> answers = new ArrayList<>(choices);
        for (int i = 0; i < choices; i++) {
            answers.add(Model.answer(prompt, call.shape(), i));
        }
        return new Turn(call, prompt, answers);
    }

    /** The first answer. */
    public Answer answer() {
        return answers.getFirst();
    }

    /** What it really took. */
    public Usage produced() {
        return new Usage(
                prompt.tokens(), answers.stream().mapToLong(Answer::tokens).sum());
    }

    /** The counts that the answer names: not always true, and null when the shape hides them. */
    public @Nullable Usage told() {
        return call.shape().usage().tell(produced());
    }

    /** How often a stream names its usage. */
    public int tellings() {
        return call.shape().usage() == UsageLie.TWICE ? 2 : 1;
    }

    /** Output tokens spent on reasoning. */
    public long reasoning() {
        return answers.stream().mapToLong(Answer::reasoningTokens).sum();
    }

    /** An id that no other call has. */
    public String id(String prefix) {
        return prefix + "sim" + Long.toString(call.number(), 36);
    }

    /** An empty script at the pace of this call. */
    public Script script() {
        return new Script(call.shape().chunkTokens());
    }

    /** The script as a stream of server-sent events. */
    public Reply.Stream events(Script script, Buffer error) {
        return new Reply.Stream(Sse.headers(), script, new Usage(prompt.tokens(), 0), told(), error);
    }
}
