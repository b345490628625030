package io.sluice.simulator.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A reranker: the share of the query's words that a document has, and a little that depends on the document. */
public final class Relevance {

    private static final Pattern WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Relevance() {}

    /** A document's place in the list that was sent (from 0) and its score between 0 and 1. */
    public record Ranked(int index, double score) {}

    /** All documents, the most relevant first. */
    public static List<Ranked> of(String query, List<String> documents) {
        Set<String> wanted = words(query);
        List<Ranked> ranked = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            Set<String> found = words(documents.get(i));
            found.retainAll(wanted);
            double share = wanted.isEmpty() ? 0 : found.size() / (double) wanted.size();
            double own = Math.floorMod(Words.hash(documents.get(i)), 1000L) / 10_000.0;
            ranked.add(new Ranked(i, Math.round((0.05 + 0.8 * share + own) * 1e6) / 1e6));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::score).reversed());
        return ranked;
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(WORD.split(text.toLowerCase(Locale.ROOT))));
    }
}
