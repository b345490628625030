package io.sluice.router.group;

import io.sluice.router.strategy.Candidate;
import io.sluice.router.strategy.Decision;
import io.sluice.router.strategy.Draw;
import io.sluice.router.strategy.Explainer.Choice;
import io.sluice.router.strategy.RouteFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one call chooses in its group, attempt for attempt: by its own seed, and knowing whom it has asked. Used on one event loop. */
final class Choosing {

    private final GroupPlan plan;
    private final RouteFacts facts;
    private final long seed;
    private final List<Choice> made = new ArrayList<>(1);

    /** Ids of deployments; most calls ask one. */
    private Set<String> tried = Set.of();

    Choosing(GroupPlan plan, RouteFacts facts, long seed) {
        this.plan = plan;
        this.facts = facts;
        this.seed = seed;
    }

    /** What the next choice is made of, at this moment. */
    Choice look() {
        return new Choice(
                plan.chooser(),
                tried.isEmpty() ? facts : facts.afterTrying(tried),
                plan.candidates(),
                plan.look(facts),
                nextSeed());
    }

    /** What would be chosen after a failure. */
    Decision next() {
        return plan.chooser().choose(facts.afterTrying(tried), plan.candidates(), plan.look(facts), nextSeed());
    }

    /** Whom a decision names, if the call has not asked it yet. */
    Optional<Member> untried(Decision decision) {
        return decision instanceof Decision.Chosen(int index)
                        && !tried.contains(plan.member(index).candidate().id())
                ? Optional.of(plan.member(index))
                : Optional.empty();
    }

    /** Whether somebody could be asked now who was not. */
    boolean untriedIsAwake() {
        return untried(next()).isPresent();
    }

    /** It is asked. */
    void took(Choice choice, Candidate candidate) {
        made.add(choice);
        tried = tried.isEmpty() ? Set.of(candidate.id()) : with(tried, candidate.id());
    }

    /** Nobody is asked. */
    void foundNobody(Choice choice) {
        made.add(choice);
    }

    /** What each attempt was chosen by, and at last why there was none. */
    List<Choice> made() {
        return List.copyOf(made);
    }

    /** The first choice is drawn with the call's own seed, as an explanation of it is. */
    private long nextSeed() {
        return made.isEmpty() ? seed : Draw.mix(seed, made.size());
    }

    private static Set<String> with(Set<String> some, String one) {
        Set<String> all = new HashSet<>(some);
        all.add(one);
        return all;
    }
}
