package io.sluice.configuration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names keys that nobody knows, with the nearest known one: a typing error in a limit must not pass unseen. */
final class KnownKeys {

    /** More edits than this and a name is not offered as what was meant. */
    private static final int NEAR = 3;

    private final Map<String, Set<String>> bySection = new HashMap<>();

    KnownKeys() {
        YamlFile.resource("known-keys.yaml").forEach((section, keys) -> {
            Set<String> names = new HashSet<>();
            ((Collection<?>) keys).forEach(key -> names.add(String.valueOf(key)));
            bySection.put(section, names);
        });
    }

    List<Notice> unknown(Map<String, Object> file) {
        List<Notice> notices = new ArrayList<>();
        check("top", "", file, notices);
        for (String section : bySection.keySet()) {
            if (file.get(section) instanceof Map<?, ?> map) {
                check(section, section + '.', Settings.stringKeys(map), notices);
            }
        }
        return notices;
    }

    private void check(String section, String prefix, Map<String, Object> map, List<Notice> notices) {
        Set<String> known = bySection.getOrDefault(section, Set.of());
        for (String key : map.keySet()) {
            if (!known.contains(key)) {
                notices.add(new Notice(
                        Notice.Severity.WARNING,
                        prefix + key,
                        "unknown key, it has no effect" + suggestion(key, known)));
            }
        }
    }

    private static String suggestion(String key, Set<String> known) {
        String nearest = "";
        int distance = NEAR + 1;
        for (String candidate : known) {
            int edits = edits(key, candidate);
            if (edits < distance || (edits == distance && candidate.compareTo(nearest) < 0)) {
                nearest = candidate;
                distance = edits;
            }
        }
        return nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
    }

    /** Levenshtein distance. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
