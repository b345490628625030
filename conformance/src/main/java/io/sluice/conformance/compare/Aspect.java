package io.sluice.conformance.compare;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What is compared of a case. */
public enum Aspect {
    /** The requests that the provider got. */
    UPSTREAM,
    /** The status that the client got. */
    STATUS,
    /** The body that the client got. */
    BODY,
    /** Response headers, and upstream headers that carry no credentials. */
    HEADERS,
    /** The cost headers. */
    COST,
    /** The exact words of an error. */
    TEXT,
    /** Members that only LiteLLM knows. */
    EXTRAS;

    /** Those that decide whether a case passes. */
    public static final Set<Aspect> CORE = Set.copyOf(EnumSet.of(UPSTREAM, STATUS, BODY));

    /** As cases and reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
