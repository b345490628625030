package io.sluice.conformance.compare;

import io.sluice.conformance.cases.Glob;
import java.util.List;

/** Paths that are not compared: exact, as globs, or anything below them. */
record Free(List<String> patterns) {
    static final Free NOTHING = new Free(List.of());
    static final Free ALL = new Free(List.of("*"));

    boolean covers(String path) {
        return patterns.stream().anyMatch(p -> Glob.matches(p, path) || path.startsWith(p + "."));
    }

    /** Whether a path is named word for word. */
    boolean names(String path) {
        return patterns.contains(path);
    }

    /** What is free below a prefix, with the prefix taken away. */
    Free below(String prefix) {
        return new Free(patterns.stream()
                .filter(p -> p.startsWith(prefix + "."))
                .map(p -> p.substring(prefix.length() + 1))
                .toList());
    }
}
