package io.sluice.router.strategy;

import java.util.List;

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

    @Override
    public void apply(Selection selection) {
        List<String> tags = selection.facts().tags();
        Candidates candidates = selection.candidates();
        boolean wished = false;
        boolean required = false;
        for (String tag : tags) {
            switch (kind(tag)) {
                case EXCLUDED -> selection.drop(candidates.tagged(tag.substring(1)), Verdict.TAGS);
                case REQUIRED -> {
                    selection.keep(candidates.tagged(tag.substring(1)), Verdict.TAGS);
                    required = true;
                }
                default -> wished = true;
            }
        }
        CandidateSet defaults = candidates.tagged(Candidate.DEFAULT_TAG);
        if (wished || isClaimed(selection)) {
            selection.keep(word -> matching(selection, word, defaults.word(word)), Verdict.TAGS);
        } else if (!required) {
            selection.prefer(defaults, Verdict.TAGS);
        }
    }

    private static boolean isClaimed(Selection selection) {
        for (int i = selection.candidates().patterns() ? selection.next(0) : -1; i >= 0; i = selection.next(i + 1)) {
            if (claims(selection, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean claims(Selection selection, int index) {
        return selection.candidate(index).claims(selection.facts().client());
    }

    /** Of those who may take a tagged call, the ones that carry the tag before the default ones. */
    void preferTagged(Selection selection) {
        if (!selection.facts().tags().isEmpty() || selection.candidates().patterns()) {
            selection.prefer(word -> matching(selection, word, 0), Verdict.UNTAGGED);
        }
    }

    /**
     * Who carries the tags or claims the client, and these.
     *
     * @param others are in whatever they match: what they claim is not asked
     */
    private long matching(Selection selection, int word, long others) {
        Candidates candidates = selection.candidates();
        List<String> tags = selection.facts().tags();
        long in = others | carrying(candidates, tags, word);
        if (!candidates.patterns()) {
            return in;
        }
        long claiming = candidates.patterned().word(word) & ~in;
        if (!matchAny && !tags.isEmpty()) {
            claiming &= candidates.untagged().word(word);
        }
        return in | selection.passing(TagRule::claims, word, claiming);
    }

    private long carrying(Candidates candidates, List<String> tags, int word) {
        long any = 0;
        long all = -1;
        for (int t = 0; t < tags.size(); t++) {
            if (kind(tags.get(t)) == WISHED) {
                long carry = candidates.tagged(tags.get(t)).word(word);
                any |= carry;
                all &= carry;
            }
        }
        return matchAny ? any : any & all;
    }

    private static char kind(String tag) {
        char first = tag.length() > 1 ? tag.charAt(0) : WISHED;
        return first == EXCLUDED || first == REQUIRED ? first : WISHED;
    }
}
