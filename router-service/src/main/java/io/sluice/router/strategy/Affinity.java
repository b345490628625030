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

    /**
     * The candidate that this affinity belongs to among those who are in. Each draws a time that is exponential with its weight for a rate; the
     * earliest has it (the weighted form of rendezvous hashing: Schindelhauer, Schomaker 2005).
     */
    static int pick(Selection selection) {
        long affinity = selection.facts().affinity();
        Candidates candidates = selection.candidates();
        int earliest = selection.next(0);
        double first = Double.POSITIVE_INFINITY;
        for (int i = earliest; i >= 0; i = selection.next(i + 1)) {
            double drawn = Draw.unitOf(affinity, candidates.idDraw(i)) + 0x1.0p-54;
            double rate = candidates.affinityWeight(i);
            // -ln(u) is at least 1 - u: for most that already says that they are later, and costs no logarithm
            if (1 - drawn < first * rate || first == Double.POSITIVE_INFINITY) {
                double time = -Math.log(drawn) / rate;
                if (time < first) {
                    first = time;
                    earliest = i;
                }
            }
        }
        return earliest;
    }
}
