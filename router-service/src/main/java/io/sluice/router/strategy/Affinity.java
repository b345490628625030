package io.sluice.router.strategy;

import java.nio.ByteBuffer;

/**
 * What keeps calls on one deployment, so that the provider's prompt cache finds their beginning again: for coding agents that is most of the
 * bill. Rendezvous hashing (Thaler, Ravishankar 1996), weighted: each deployment draws a number from the affinity and its id,
 * the highest takes the call. When one rests only its own calls move, and they come back with it; nobody keeps a table.
 */
public final class Affinity {

    /** OpenAI and Anthropic cache prompts from 1,024 tokens on; about four bytes make a token of English. */
    private static final int SHORTEST_PREFIX = 4_096;

    private Affinity() {}

    /** Of a session that the client names. Never 0. */
    public static long ofSession(String callerKey, String session) {
        return notZero(Draw.mix(Draw.hash(callerKey), Draw.hash(session)));
    }

    /**
     * Of a caller's prompt by its first {@value #SHORTEST_PREFIX} bytes: tools, system text and the first messages stay as they are while a
     * conversation grows. Shorter prompts have none (0), no cache keeps them. Bound to the caller, as the providers' caches are to an account.
     *
     * @param prompt its remaining bytes are read, its position stays
     */
    public static long ofPrompt(String callerKey, ByteBuffer prompt) {
        if (prompt.remaining() < SHORTEST_PREFIX) {
            return 0;
        }
        long hash = Draw.hash(callerKey);
        int from = prompt.position();
        for (int i = 0; i < SHORTEST_PREFIX; i += Long.BYTES) {
            hash = Draw.mix(hash ^ prompt.getLong(from + i));
        }
        return notZero(hash);
    }

    private static long notZero(long hash) {
        return hash == 0 ? 1 : hash;
    }

    /** The candidate that this affinity belongs to among those who are in. */
    static int pick(Selection selection) {
        long affinity = selection.facts().affinity();
        int best = selection.next(0);
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            Candidate candidate = selection.candidate(i);
            // -weight / ln(u) is the weighted form of rendezvous hashing (Schindelhauer, Schomaker 2005)
            double drawn = -weight(candidate) / Math.log(Draw.unit(affinity, selection.idHash(i)) + 0x1.0p-54);
            if (drawn > highest) {
                highest = drawn;
                best = i;
            }
        }
        return best;
    }

    private static double weight(Candidate candidate) {
        return Double.isNaN(candidate.weight()) ? 1 : Math.max(candidate.weight(), 0);
    }
}
