package io.sluice.conformance.replay;

import java.util.Locale;

/** What came of a case. */
public enum Verdict {
    AGREE,
    DIFFER,
    /** It differs, and that is meant. */
    KNOWN,
    /** Nobody can pass or fail it, because LiteLLM is wrong there. */
    FREE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
