package io.sluice.router.simulation;

import io.sluice.contracts.money.Money;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.group.CallTerms;
import io.sluice.router.group.GroupCall;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.group.PlanFixture;
import io.sluice.router.group.Step;
import io.sluice.router.group.Ticket;
import io.sluice.router.limit.Claim;
import io.sluice.router.queue.Lines;
import io.sluice.router.queue.Spot;
import io.sluice.router.queue.Wish;
import io.sluice.router.region.Place;
import io.sluice.router.strategy.Candidate;
import io.sluice.router.strategy.RouteFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** One router before a group that can take less than what is asked of it, in virtual time. A call lasts a millisecond for each of its tokens. */
final class WaitingRoom {

    final VirtualTime time = new VirtualTime();
    final List<Call> calls = new ArrayList<>();
    final List<String> waits = new ArrayList<>();
    private final SplittableRandom random;
    private final GroupPlan plan;
    private final PlanFixture fixture;

    /** What became of one call; times are -1 until they are known. */
    final class Call {
        final Wish wish;
        final long from = time.elapsed();
        final RouteFacts facts;
        GroupCall way;
        String deployment = "";
        long served = -1;
        long over = -1;
        Step.Nobody refused;
        boolean left;

        Call(Wish wish, RouteFacts facts) {
            this.wish = wish;
            this.facts = facts;
        }

        long waited() {
            return served - from;
        }
    }

    WaitingRoom(long seed, int most, Candidate... candidates) {
        random = new SplittableRandom(seed);
        fixture = new PlanFixture(
                Map.of("num_retries", 0, "enable_tag_filtering", true),
                Map.of(),
                new LocalHealth(time).router("router"),
                time);
        plan = fixture.plan("group", candidates);
        plan.line().most(most);
        fixture.lines().watch((group, millis, outcome) -> waits.add(outcome));
        tick();
    }

    static Candidate places(String id, double atOnce, double rpm) {
        return new Candidate(
                id,
                "openai",
                1,
                Double.NaN,
                rpm,
                Double.NaN,
                atOnce,
                10,
                0,
                Set.of(),
                Set.of(id),
                List.of(),
                Place.UNKNOWN,
                Double.NaN,
                false,
                0);
    }

    static Wish wish(String owner, int priority, long tokens) {
        return new Wish(priority, owner, 1, tokens, 600_000);
    }

    private void tick() {
        time.after(Lines.TICK_MILLIS, () -> {
            fixture.limits().tick();
            fixture.lines().tick(time.getAsLong());
            tick();
        });
    }

    Call call(Wish wish) {
        return call(wish, RouteFacts.PLAIN);
    }

    /** Only to deployments with this tag. */
    Call tagged(Wish wish, String tag) {
        return call(
                wish,
                new RouteFacts(
                        List.of(tag), true, "", -1, 0, false, List.of(), RouteFacts.PLAIN.residency(), 0, Set.of()));
    }

    private Call call(Wish wish, RouteFacts facts) {
        Call call = new Call(wish, facts);
        calls.add(call);
        call.way = plan.call(
                facts, new CallTerms(-1, time.getAsLong() + 3_600_000, false, Optional.of(wish)), random.nextLong());
        follow(call, call.way.begin(), () -> {});
        return call;
    }

    /** So many clients of one owner, each of which asks again as soon as it was answered. */
    void crowd(int clients, Wish wish, long until) {
        for (int i = 0; i < clients; i++) {
            again(wish, until);
        }
    }

    private void again(Wish wish, long until) {
        if (time.elapsed() < until) {
            Call call = new Call(wish, RouteFacts.PLAIN);
            calls.add(call);
            call.way = plan.call(
                    call.facts,
                    new CallTerms(-1, time.getAsLong() + 3_600_000, false, Optional.of(wish)),
                    random.nextLong());
            follow(call, call.way.begin(), () -> again(wish, until));
        }
    }

    void leave(Call call) {
        call.left = true;
        call.way.leave();
    }

    private void follow(Call call, Step step, Runnable then) {
        switch (step) {
            case Step.Try(Ticket ticket, Step.Why _) -> {
                call.served = time.elapsed();
                call.deployment = ticket.candidate().id();
                time.after(call.wish.tokens(), () -> {
                    call.over = time.elapsed();
                    call.way.succeeded(ticket, 1, -1, 1, 1, Money.ZERO);
                    then.run();
                });
            }
            case Step.Queue(Spot spot) -> spot.await(() -> time.after(0, () -> goOn(call, then)));
            case Step.Ask(Claim.Lacking lacking) -> lacking.await(() -> goOn(call, then));
            case Step.Nobody nobody -> {
                call.refused = nobody;
                time.after(nobody.retryAfterMillis(), then);
            }
            default -> throw new IllegalStateException("nothing fails here: " + step);
        }
    }

    private void goOn(Call call, Runnable then) {
        if (!call.left) {
            follow(call, call.way.again(), then);
        }
    }

    int waiting() {
        return plan.line().length();
    }

    long servedTokens(String owner) {
        return calls.stream()
                .filter(call -> call.served >= 0 && call.wish.owner().equals(owner))
                .mapToLong(call -> call.wish.tokens())
                .sum();
    }

    long atOnce(String deployment) {
        return calls.stream()
                .filter(one -> one.served >= 0 && one.deployment.equals(deployment))
                .mapToLong(one -> calls.stream()
                        .filter(other -> other.deployment.equals(deployment)
                                && other.served >= 0
                                && other.served <= one.served
                                && (other.over < 0 || other.over > one.served))
                        .count())
                .max()
                .orElse(0);
    }

    void run(long untilElapsed) {
        time.run(untilElapsed);
    }
}
