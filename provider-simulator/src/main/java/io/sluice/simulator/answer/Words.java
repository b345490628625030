package io.sluice.simulator.answer;

/** Text of an exact length from a number. */
final class Words {

    private static final String[] LIST = {
        "river", "gate", "water", "stone", "lock", "channel", "mill", "weir", "basin", "flow", "level", "bank",
        "bridge", "barge", "reed", "current", "spring", "lake", "tide", "harbour", "rope", "sail", "north", "quiet",
        "steady", "narrow", "deep", "slow", "clear", "early", "first", "seven"
    };
    private static final long MULTIPLIER = 6364136223846793005L;
    private static final long INCREMENT = 1442695040888963407L;

    private Words() {}

    /** ASCII text of exactly {@code tokens} tokens. */
    static String text(long hash, int tokens) {
        int length = tokens * TokenCount.BYTES;
        StringBuilder text = new StringBuilder(length + 8);
        long state = hash;
        while (text.length() < length) {
            state = state * MULTIPLIER + INCREMENT;
            text.append(LIST[(int) (state >>> 59)]).append(' ');
        }
        text.setLength(length);
        if (length > 0) {
            text.setCharAt(length - 1, '.');
        }
        return text.toString();
    }

    /** One word. */
    static String word(long hash) {
        return LIST[(int) ((hash * MULTIPLIER + INCREMENT) >>> 59)];
    }

    /** A 64-bit hash that is the same on every machine. */
    static long hash(String text) {
        long hash = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }
}
