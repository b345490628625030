package io.sluice.simulator.answer;

import java.util.List;

/**
 * What a request asks for, without its protocol.
 *
 * @param lastUser text of the last user message
 * @param textBytes UTF-8 bytes of all text in the request
 * @param tools the tools of which one is to be called, empty when the answer is text
 * @param stops texts before which the answer ends
 * @param maxTokens cap on output tokens, -1 for none
 * @param thinks whether the answer has visible reasoning
 * @param seed the caller's seed, 0 for none
 */
public record Prompt(
        String lastUser,
        long textBytes,
        List<Tool> tools,
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
