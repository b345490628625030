package io.sluice.router.strategy;

import java.util.List;
import java.util.Set;

/**
 * LiteLLM's tag routing ({@code enable_tag_filtering}). A request with tags goes to deployments with one of them (or all:
 * {@code tag_filtering_match_any: false}), else to those tagged {@code default}, else nowhere; one without tags goes to those
 * tagged {@code default} when there are any, else to all. {@code !tag} excludes, {@code &tag} requires. A deployment whose {@code tag_regex} finds
 * the client counts as one that carries the tags that are asked for, but when all have to match and its own tags do not.
 *
 * <p>Unlike LiteLLM, which looks at what is healthy at the moment: a call without tags does not stray to a tagged deployment because
 * those tagged {@code default} rest.
 */
record TagRule(boolean matchAny) implements Filter {

    private static final char WISHED = 0;
    private static final char EXCLUDED = '!';
    private static final char REQUIRED = '&';

    private static final Filter DEFAULTS =
            Filter.prefer(Verdict.TAGS, (selection, i) -> selection.candidate(i).isDefault());

    @Override
    public void apply(Selection selection) {
        List<String> tags = selection.facts().tags();
        boolean wished = false;
        boolean required = false;
        // by index: an iterator a candidate would be garbage
        for (int t = 0; t < tags.size(); t++) {
            String tag = tags.get(t);
            switch (kind(tag)) {
                case EXCLUDED -> dropWhen(true, selection, tag.substring(1));
                case REQUIRED -> {
                    dropWhen(false, selection, tag.substring(1));
                    required = true;
                }
                default -> wished = true;
            }
        }
        if (wished || isClaimed(selection)) {
            dropStrangers(selection);
        } else if (!required) {
            DEFAULTS.apply(selection);
        }
    }

    private void dropStrangers(Selection selection) {
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            if (!selection.candidate(i).isDefault() && !matches(selection, i)) {
                selection.drop(i, Verdict.TAGS);
            }
        }
    }

    private static boolean isClaimed(Selection selection) {
        for (int i = selection.candidates().patterns() ? selection.next(0) : -1; i >= 0; i = selection.next(i + 1)) {
            if (selection.candidate(i).claims(selection.facts().client())) {
                return true;
            }
        }
        return false;
    }

    private static void dropWhen(boolean has, Selection selection, String tag) {
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            if (selection.candidate(i).tags().contains(tag) == has) {
                selection.drop(i, Verdict.TAGS);
            }
        }
    }

    /** Of those who may take a tagged call, the ones that carry the tag before the default ones. */
    void preferTagged(Selection selection) {
        if (!selection.facts().tags().isEmpty() || selection.candidates().patterns()) {
            Filter.prefer(Verdict.UNTAGGED, this::matches).apply(selection);
        }
    }

    private boolean matches(Selection selection, int index) {
        Candidate candidate = selection.candidate(index);
        List<String> tags = selection.facts().tags();
        boolean refused = !matchAny && !tags.isEmpty() && !candidate.tags().isEmpty();
        return matches(candidate.tags(), tags)
                || (!refused && candidate.claims(selection.facts().client()));
    }

    private boolean matches(Set<String> own, List<String> tags) {
        boolean any = false;
        boolean all = true;
        for (int t = 0; t < tags.size(); t++) {
            if (kind(tags.get(t)) == WISHED) {
                boolean has = own.contains(tags.get(t));
                any |= has;
                all &= has;
            }
        }
        return any && (matchAny || all);
    }

    private static char kind(String tag) {
        char first = tag.length() > 1 ? tag.charAt(0) : WISHED;
        return first == EXCLUDED || first == REQUIRED ? first : WISHED;
    }
}
