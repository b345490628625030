package io.sluice.contracts.routing;

import io.sluice.contracts.money.UnitPrice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model group as the edge needs it: to list it, to check access, and to bound what a call of it can cost. Prices are the highest
 * over all deployments that can serve a call of this group, those of its fallbacks included.
 *
 * @param name public name, may be a wildcard such as {@code openai/*}
 * @param hidden not listed (hidden alias)
 * @param accessGroups names by which a key may be allowed to use it
 * @param mode {@code chat}, {@code embedding} ...; null when unknown
 * @param maxInputTokens 0 when unknown
 * @param maxOutputTokens 0 when unknown
 * @param priced false when any deployment has no known price: strict budgets refuse it
 * @param inputPrice highest price of an input token in any form (cache write, audio and the highest tier included)
 * @param outputPrice highest price of an output token in any form; of a whole image for models that make images
 * @param requestPrice highest fixed price of a call
 * @param tokensPerByte most tokens that a byte of input can become (1 for byte-level tokenizers)
 * @param fixedInputTokens tokens that a provider adds to any prompt (templates, tool preambles)
 * @param outputMultiplier provider-side multiplication of output (1; choices multiply on top)
 * @param toolPrice most that the provider's own tools can come to in a call that asks for them
 */
public record ModelOffer(
        String name,
        boolean hidden,
        List<String> accessGroups,
        @Nullable String mode,
        String ownedBy,
        long maxInputTokens,
        long maxOutputTokens,
        boolean priced,
        UnitPrice inputPrice,
        UnitPrice outputPrice,
        UnitPrice requestPrice,
        int tokensPerByte,
        int fixedInputTokens,
        int outputMultiplier,
        UnitPrice toolPrice) {

    /** The offer as it bounds a call that asks for the provider's own tools: {@link ServerTools#asked}. */
    public ModelOffer withServerTools() {
        UnitPrice both = new UnitPrice(requestPrice.dollars().add(toolPrice.dollars()));
        return with(accessGroups, priced, both, UnitPrice.FREE);
    }

    /** Whether an output of it is a whole image, as {@link #outputPrice} is then that of one. */
    public boolean makesImages() {
        return "image_generation".equals(mode) || "image_edit".equals(mode);
    }

    /** Whether an output of it is a minute of sound. */
    public boolean speaks() {
        return "audio_speech".equals(mode);
    }

    /** Whether it turns sound into text. */
    public boolean hears() {
        return "audio_transcription".equals(mode);
    }

    /** The offer as it stands for a call whose cost its prices do not bound. */
    public ModelOffer unpriced() {
        return with(accessGroups, false, requestPrice, toolPrice);
    }

    /** The same offer, allowed by these names. */
    public ModelOffer withAccessGroups(List<String> names) {
        return with(names, priced, requestPrice, toolPrice);
    }

    private ModelOffer with(List<String> groups, boolean known, UnitPrice call, UnitPrice tools) {
        return new ModelOffer(
                name,
                hidden,
                groups,
                mode,
                ownedBy,
                maxInputTokens,
                maxOutputTokens,
                known,
                inputPrice,
                outputPrice,
                call,
                tokensPerByte,
                fixedInputTokens,
                outputMultiplier,
                tools);
    }
}
