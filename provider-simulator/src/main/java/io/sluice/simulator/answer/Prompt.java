package io.sluice.simulator.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, without its protocol.
 *
 * @param lastUser text of the last user message
 * @param textBytes UTF-8 bytes of all text in the request
 * @param tool the tool that is to be called, null when the answer is text
 * @param stops texts before which the answer ends
 * @param maxTokens cap on output tokens, -1 for none
 * @param thinks whether the answer has visible reasoning
 * @param seed the caller's seed, 0 for none
 */
public record Prompt(
        String lastUser,
        long textBytes,
        @Nullable Tool tool,
        Format format,
        List<String> stops,
        int maxTokens,
        boolean thinks,
        long seed) {

    /** Input tokens, one at least. */
    public int tokens() {
        return Math.max(1, TokenCount.ofBytes(textBytes));
    }
}
