package io.sluice.conformance.replay;

import io.sluice.conformance.cases.Glob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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

    /** Lines that stand for none of the cases. */
    public List<Entry> withoutCase(Collection<String> ids) {
        return entries.stream()
                .filter(e -> ids.stream().noneMatch(id -> Glob.matches(e.glob(), id)))
                .toList();
    }

    /** Lines whose cases were replayed and agree all: they are to be taken out. */
    public List<Entry> outlived(Report report) {
        return entries.stream()
                .filter(e -> {
                    List<Verdict> verdicts = report.results().stream()
                            .filter(r -> Glob.matches(e.glob(), r.recorded().id()))
                            .map(Result::verdict)
                            .toList();
                    return !verdicts.isEmpty() && !verdicts.contains(Verdict.KNOWN);
                })
                .toList();
    }

    /** Why a case may differ. */
    public Optional<String> reason(String id) {
        return entries.stream()
                .filter(e -> Glob.matches(e.glob(), id))
                .map(Entry::reason)
                .findFirst();
    }
}
