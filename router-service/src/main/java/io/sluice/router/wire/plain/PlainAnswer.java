package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import org.jspecify.annotations.Nullable;

/**
 * An answer in the client's protocol and what it is billed by.
 *
 * @param tokens null when nobody knows
 * @param estimated the tokens are not the provider's count
 * @param charges what is billed beside tokens
 */
public record PlainAnswer(ObjectNode body, @Nullable TokenUsage tokens, boolean estimated, Charges charges) {

    /** @param tokens as the provider said them; null when it did not */
    public PlainAnswer(ObjectNode body, @Nullable TokenUsage tokens, Charges charges) {
        this(body, tokens, false, charges);
    }
}
