package io.sluice.router.wire.anthropic;

import com.knuddels.jtokkit.api.Encoding;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.tokens.Vocabulary;
import java.util.concurrent.CompletableFuture;

/**
 * Anthropic and Bedrock bill thinking as output and do not say how much of the output it was. The breakdown that clients see is counted from the
 * text by OpenAI's older vocabulary, as LiteLLM does. What the whole output costs does not depend on it unless an operator gave
 * reasoning a price of its own. Thread-safe.
 */
public final class ReasoningTokens {

    /** Counted letter by letter; longer thoughts are taken to go on at the same rate, so that none takes an event loop for long. */
    private static final int COUNTED = 32_768;

    private ReasoningTokens() {}

    /** Has the vocabulary read (a third of a second, once) while the provider is being asked; never waits. */
    public static void prepare() {
        Loaded.VOCABULARY.isDone();
    }

    /** Tokens of the text; waits for the vocabulary when nobody prepared it in time. */
    public static int estimate(CharSequence text) {
        if (text.isEmpty()) {
            return 0;
        }
        Encoding vocabulary = Loaded.VOCABULARY.join();
        int length = text.length();
        if (length <= COUNTED) {
            return vocabulary.countTokensOrdinary(text.toString());
        }
        long head = vocabulary.countTokensOrdinary(text.subSequence(0, COUNTED).toString());
        return (int) (head * length / COUNTED);
    }

    /** The same usage with so much of its output told as reasoning, at most all of it. */
    public static TokenUsage in(TokenUsage usage, long reasoning) {
        return new TokenUsage(
                usage.input(),
                usage.cachedInput(),
                usage.cacheWrite5m(),
                usage.cacheWrite1h(),
                usage.inputAudio(),
                usage.output(),
                Math.min(reasoning, usage.output()),
                usage.outputAudio());
    }

    private static final class Loaded {
        static final CompletableFuture<Encoding> VOCABULARY = CompletableFuture.supplyAsync(() -> Vocabulary.of(""));
    }
}
