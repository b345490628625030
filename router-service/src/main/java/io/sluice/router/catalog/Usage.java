package io.sluice.router.catalog;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.usage.TokenUsage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an answer's cost depends on: disjoint quantities by meter, and the {@link Terms}. Immutable; each {@code with} gives a copy.
 *
 * <p>{@code Usage.of(tokens).with(OUTPUT_IMAGE, 2).move(INPUT_TOKEN, INPUT_IMAGE_TOKEN, 40)} is a call that made two images and of whose
 * input tokens 40 were an image's.
 */
public final class Usage {

    public static final Usage NONE = new Usage(new long[PriceMeter.values().length], 0, Terms.DEFAULT, null, null);

    private final long[] quantities;
    private final long inputTokens;
    private final Terms terms;
    private final @Nullable String answeredBy;
    private final @Nullable Money said;

    private Usage(long[] quantities, long inputTokens, Terms terms, @Nullable String answeredBy, @Nullable Money said) {
        this.quantities = quantities;
        this.inputTokens = inputTokens;
        this.terms = terms;
        this.answeredBy = answeredBy;
        this.said = said;
    }

    /** Splits sums into disjoint parts. Details that exceed their sum are not to be believed; the sum is. */
    public static Usage of(TokenUsage tokens) {
        long[] quantities = new long[PriceMeter.values().length];
        long plainInput = tokens.input()
                - tokens.cachedInput()
                - tokens.cacheWrite5m()
                - tokens.cacheWrite1h()
                - tokens.inputAudio();
        if (plainInput < 0) {
            quantities[PriceMeter.INPUT_TOKEN.ordinal()] = tokens.input();
        } else {
            quantities[PriceMeter.INPUT_TOKEN.ordinal()] = plainInput;
            quantities[PriceMeter.CACHED_INPUT_TOKEN.ordinal()] = tokens.cachedInput();
            quantities[PriceMeter.CACHE_WRITE_5M_TOKEN.ordinal()] = tokens.cacheWrite5m();
            quantities[PriceMeter.CACHE_WRITE_1H_TOKEN.ordinal()] = tokens.cacheWrite1h();
            quantities[PriceMeter.INPUT_AUDIO_TOKEN.ordinal()] = tokens.inputAudio();
        }
        long plainOutput = tokens.output() - tokens.reasoning() - tokens.outputAudio();
        if (plainOutput < 0) {
            quantities[PriceMeter.OUTPUT_TOKEN.ordinal()] = tokens.output();
        } else {
            quantities[PriceMeter.OUTPUT_TOKEN.ordinal()] = plainOutput;
            quantities[PriceMeter.REASONING_TOKEN.ordinal()] = tokens.reasoning();
            quantities[PriceMeter.OUTPUT_AUDIO_TOKEN.ordinal()] = tokens.outputAudio();
        }
        return new Usage(quantities, tokens.input(), Terms.DEFAULT, null, null);
    }

    /** This many more of a meter. */
    public Usage with(PriceMeter meter, long more) {
        if (more == 0) {
            return this;
        }
        if (more < 0) {
            throw new IllegalArgumentException("not a quantity: " + more);
        }
        long[] copy = quantities.clone();
        copy[meter.ordinal()] = Math.addExact(copy[meter.ordinal()], more);
        return new Usage(copy, inputTokens, terms, answeredBy, said);
    }

    /** Says that this many of {@code from} were of the kind {@code to}; more than there are of {@code from} are not believed. */
    public Usage move(PriceMeter from, PriceMeter to, long quantity) {
        if (quantity <= 0 || quantity > quantities[from.ordinal()]) {
            return this;
        }
        long[] copy = quantities.clone();
        copy[from.ordinal()] -= quantity;
        copy[to.ordinal()] += quantity;
        return new Usage(copy, inputTokens, terms, answeredBy, said);
    }

    public Usage with(Terms newTerms) {
        return new Usage(quantities, inputTokens, newTerms, answeredBy, said);
    }

    /** The model that the answer names: it has the price when the deployment's own name has none (Azure's names are the user's). */
    public Usage answeredBy(@Nullable String model) {
        return new Usage(quantities, inputTokens, terms, model, said);
    }

    /** The provider named the amount itself (OpenRouter's {@code usage.cost}). */
    public Usage said(@Nullable Money amount) {
        return new Usage(quantities, inputTokens, terms, answeredBy, amount);
    }

    public long quantity(PriceMeter meter) {
        return quantities[meter.ordinal()];
    }

    /** All of the call's, cached ones included: what thresholds are compared with. */
    public long inputTokens() {
        return inputTokens;
    }

    public Terms terms() {
        return terms;
    }

    public @Nullable String answeredBy() {
        return answeredBy;
    }

    public @Nullable Money said() {
        return said;
    }

    public boolean isEmpty() {
        for (long quantity : quantities) {
            if (quantity != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Usage usage
                && java.util.Arrays.equals(quantities, usage.quantities)
                && inputTokens == usage.inputTokens
                && terms.equals(usage.terms)
                && Objects.equals(answeredBy, usage.answeredBy)
                && Objects.equals(said, usage.said);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(quantities);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Usage[");
        for (PriceMeter meter : PriceMeter.values()) {
            if (quantity(meter) != 0) {
                text.append(meter).append('=').append(quantity(meter)).append(' ');
            }
        }
        return text.append(terms).append(']').toString();
    }
}
