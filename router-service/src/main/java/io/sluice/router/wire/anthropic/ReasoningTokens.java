package io.sluice.router.wire.anthropic;

/**
 * Anthropic bills thinking as output and does not say how much of the output it was. For the breakdown that clients show it is counted
 * from the text, a token a word or sign; the bill never rests on it.
 */
public final class ReasoningTokens {

    private ReasoningTokens() {}

    public static int estimate(CharSequence text) {
        int tokens = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = Character.isLetterOrDigit(c) || c == '_';
            if (word ? !inWord : !Character.isWhitespace(c)) {
                tokens++;
            }
            inWord = word;
        }
        return tokens;
    }
}
