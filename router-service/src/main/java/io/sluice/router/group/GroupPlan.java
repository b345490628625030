package io.sluice.router.group;

import io.sluice.router.budget.Budgets;
import io.sluice.router.cooldown.Breakers;
import io.sluice.router.hedge.Hedging;
import io.sluice.router.limit.Claim;
import io.sluice.router.queue.Line;
import io.sluice.router.retry.RetryBudget;
import io.sluice.router.retry.RetrySettings;
import io.sluice.router.strategy.Candidates;
import io.sluice.router.strategy.Chooser;
import io.sluice.router.strategy.RouteFacts;
import io.sluice.router.strategy.RoutingRules;
import io.sluice.router.strategy.Sight;
import io.sluice.router.strategy.Watch;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A model group as a configuration has it, ready for calls. Immutable but for what it measures; thread-safe. */
public final class GroupPlan {

    /**
     * What a group shares with others or keeps over a reload.
     *
     * @param retryBudget the group's; survives a reload
     * @param line of the calls that wait for the group; survives a reload
     * @param clock milliseconds that do not jump, see {@link io.sluice.router.measure.SteadyClock}
     */
    public record Shared(
            Breakers breakers,
            Budgets budgets,
            RetrySettings retries,
            RetryBudget retryBudget,
            Optional<Hedging> hedging,
            Line line,
            LongSupplier clock) {}

    private final String name;
    private final List<Member> members;
    private final Candidates candidates;
    private final Chooser chooser;
    private final Shared shared;
    private final Watch watch;

    public GroupPlan(String name, List<Member> members, Chooser chooser, Shared shared) {
        this.name = name;
        this.members = List.copyOf(members);
        this.candidates = new Candidates(members.stream().map(Member::candidate).toList());
        this.chooser = chooser;
        this.shared = shared;
        this.watch = new Watch(
                candidates,
                members.stream()
                        .map(each -> new Watch.Measured(each.meter(), each.breaker(), each.limits()))
                        .toList(),
                shared.budgets());
    }

    /**
     * A call that comes to this group, by itself or as a fallback. Used on one event loop.
     *
     * @param seed decides all that chance decides in this call
     */
    public GroupCall call(RouteFacts facts, CallTerms terms, long seed) {
        return new GroupCall(this, facts, terms, seed);
    }

    public String name() {
        return name;
    }

    public RoutingRules rules() {
        return chooser.rules();
    }

    public Candidates candidates() {
        return candidates;
    }

    Member member(int index) {
        return members.get(index);
    }

    public Chooser chooser() {
        return chooser;
    }

    /** Who waits for it. */
    public Line line() {
        return shared.line();
    }

    Shared shared() {
        return shared;
    }

    long now() {
        return shared.clock().getAsLong();
    }

    /** When everybody is at a limit: what other routers have and do not use. */
    Optional<Claim.Lacking> heldByOthers(RouteFacts facts, long nowMillis) {
        for (Member member : members) {
            Optional<Claim.Lacking> held = member.limits()
                    .heldByOthers(facts.tokensOf(member.candidate().tpm()), nowMillis);
            if (held.isPresent()) {
                return held;
            }
        }
        return Optional.empty();
    }

    /** When something of this router's last minute is a minute old; {@link Long#MAX_VALUE}: there is nothing. */
    long firstBack() {
        return members.stream()
                .mapToLong(member -> member.limits().firstBack())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** What is measured at this moment, as it is for such a call. */
    public Sight look(RouteFacts facts) {
        return watch.look(chooser.layout(), facts.payingTags(), now());
    }
}
