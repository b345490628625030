package io.sluice.router.wire.anthropic;

import com.knuddels.jtokkit.api.Encoding;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.tokens.Vocabulary;
import java.util.Optional;

/**
 * Anthropic and Bedrock bill thinking as output and do not say how much of the output it was. The breakdown that clients see is counted from the
 * text by OpenAI's older vocabulary, as LiteLLM does. What the whole output costs does not depend on it unless an operator gave
 * reasoning a price of its own. Thread-safe.
 */
public final class ReasoningTokens {

    /** Counted letter by letter; longer thoughts are taken to go on at the same rate, so that none takes an event loop for long. */
    private static final int COUNTED = 32_768;

    private static final int LETTERS_PER_TOKEN = 4;

    private ReasoningTokens() {}

    /** Tokens of the text; a token for four letters when nobody had the vocabulary read ({@link Vocabulary#prepare}): this may be an event loop. */
    public static int estimate(CharSequence text) {
        int length = text.length();
        if (length == 0) {
            return 0;
        }
        Optional<Encoding> vocabulary = Vocabulary.ready();
        if (vocabulary.isEmpty()) {
            return Math.ceilDiv(length, LETTERS_PER_TOKEN);
        }
        long head = vocabulary
                .get()
                .countTokensOrdinary(
                        text.subSequence(0, Math.min(length, COUNTED)).toString());
        return (int) (length <= COUNTED ? head : head * length / COUNTED);
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
}
