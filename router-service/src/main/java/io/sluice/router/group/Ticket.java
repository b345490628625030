package io.sluice.router.group;

import io.sluice.router.cooldown.Breaker.Admission;
import io.sluice.router.limit.Claim;
import io.sluice.router.strategy.Candidate;
import io.sluice.router.strategy.Explainer.Choice;

/** One attempt under way. Handed back when it ended. Used by one thread. */
public final class Ticket {

    final int index;
    final Candidate candidate;
    final Admission admission;
    final Choice choice;
    final Claim.Taken taken;

    /** Took a place in the retry budget. */
    final boolean granted;

    /** The breaker knows. */
    boolean answered;

    boolean over;

    Ticket(int index, Candidate candidate, Admission admission, Choice choice, Claim.Taken taken, boolean granted) {
        this.index = index;
        this.candidate = candidate;
        this.admission = admission;
        this.choice = choice;
        this.taken = taken;
        this.granted = granted;
    }

    /** Place of the deployment in the group. */
    public int index() {
        return index;
    }

    public Candidate candidate() {
        return candidate;
    }

    /** What it was chosen by, for {@link io.sluice.router.strategy.Explainer}. */
    public Choice choice() {
        return choice;
    }
}
