package io.sluice.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What an operator reads about the configuration at the start: one block, by kind. Holds names and paths, never a value of a secret. */
public final class StartReport {

    private static final String INDENT = "  ";

    private StartReport() {}

    /** The first line says where the configuration comes from; each other line belongs to a notice. */
    public static List<String> lines(Configuration configuration) {
        List<String> lines = new ArrayList<>();
        lines.add("Configuration: " + configuration.source().map(Path::toString).orElse("no file"));
        for (Notice.Kind kind : Notice.Kind.values()) {
            List<Notice> notices = configuration.notices().stream()
                    .filter(notice -> notice.kind() == kind)
                    .toList();
            if (!notices.isEmpty()) {
                lines.add(INDENT + kind.title() + ':');
                (kind == Notice.Kind.UNSET ? byVariable(notices) : byPath(notices))
                        .forEach(line -> lines.add(INDENT + INDENT + line));
            }
        }
        return lines;
    }

    private static List<String> byPath(List<Notice> notices) {
        return notices.stream()
                .map(notice -> notice.path() + ": " + notice.message())
                .toList();
    }

    private static List<String> byVariable(List<Notice> notices) {
        return notices.stream().collect(Collectors.groupingBy(Notice::message)).entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(entry -> entry.getKey()
                        + entry.getValue().stream().map(Notice::path).collect(Collectors.joining(", ", " (", ")")))
                .toList();
    }
}
