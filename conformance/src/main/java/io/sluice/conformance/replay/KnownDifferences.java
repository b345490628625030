package io.sluice.conformance.replay;

import io.sluice.conformance.cases.Glob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Differences that are meant: lines of a case id or glob and the reason; {@code #} starts a comment. */
public record KnownDifferences(List<Entry> entries) {

    /** One line of the file. */
    public record Entry(String glob, String reason) {}

    public static KnownDifferences none() {
        return new KnownDifferences(List.of());
    }

    /**
     * @throws IllegalArgumentException if a line gives no reason
     * @throws UncheckedIOException if the file cannot be read
     */
    public static KnownDifferences load(Path file) {
        List<Entry> entries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                if (text.isEmpty() || text.startsWith("#")) {
                    continue;
                }
                String[] parts = text.split("\\s+", 2);
                if (parts.length < 2) {
                    throw new IllegalArgumentException(file + " gives no reason for " + text);
                }
                entries.add(new Entry(parts[0], parts[1]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KnownDifferences(List.copyOf(entries));
    }

    /** Why a case may differ. */
    public Optional<String> reason(String id) {
        return entries.stream()
                .filter(e -> Glob.matches(e.glob(), id))
                .map(Entry::reason)
                .findFirst();
    }
}
