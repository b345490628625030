package io.sluice.simulator.journal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The mark by which a test finds its own call: {@code nonce:abc-123} anywhere in the last prompt. */
final class Nonce {

    private static final String MARK = "nonce:";
    private static final Pattern PATTERN = Pattern.compile(MARK + "([A-Za-z0-9-]+)");

    private Nonce() {}

    static @Nullable String in(String prompt) {
        // indexOf first: almost no call of a benchmark has one
        int start = prompt.indexOf(MARK);
        if (start < 0) {
            return null;
        }
        Matcher matcher = PATTERN.matcher(prompt);
        return matcher.find(start) ? matcher.group(1) : null;
    }
}
