package io.sluice.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody who made a typing error most likely meant. */
final class Nearest {

    /** More edits than this and a name is not what was meant; a third of the letters for short names. */
    private static final int MOST = 3;

    private Nearest() {}

    static Optional<String> of(String typed, Collection<String> known) {
        int most = Math.min(MOST, Math.max(1, typed.length() / 3));
        return known.stream()
                .filter(name -> edits(typed, name) <= most)
                .min(Comparator.<String>comparingInt(name -> edits(typed, name)).thenComparing(name -> name));
    }

    /** Levenshtein distance. */
    static int edits(String a, String b) {
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
