package io.sluice.router.simulation;

import io.sluice.contracts.admission.Grantor;
import io.sluice.contracts.money.Money;
import io.sluice.grantor.InProcessGrantor;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.group.CallTerms;
import io.sluice.router.group.GroupCall;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.group.PlanFixture;
import io.sluice.router.group.Step;
import io.sluice.router.group.Ticket;
import io.sluice.router.limit.Claim;
import io.sluice.router.limit.RouterLimits;
import io.sluice.router.strategy.Candidate;
import io.sluice.router.strategy.RouteFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Routers that share one grantor, in virtual time: its answers take up to 30 ms, and some are lost. */
final class LimitedFleet {

    private static final long CALL_LIMIT = 60_000;

    /** A call that reached the provider. */
    record Made(String deployment, int router, long from, long to, long tokens) {}

    /** A call that did not. */
    record Refused(int router, long at, long waited, long retryAfter) {}

    final VirtualTime time = new VirtualTime();
    final List<Made> made = new ArrayList<>();
    final List<Refused> refused = new ArrayList<>();
    private final SplittableRandom random;
    private final List<GroupPlan> routers = new ArrayList<>();
    private final Set<Integer> dead = new HashSet<>();
    private final Grantor calls = new InProcessGrantor(RouterLimits.CALLS, time);
    private final Grantor rates = new InProcessGrantor(RouterLimits.RATES, time);
    private double lost;
    private RouteFacts facts = RouteFacts.PLAIN;

    LimitedFleet(long seed, int count, Candidate... candidates) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            start("router-" + i, candidates);
        }
    }

    private void start(String name, Candidate... candidates) {
        var grantors = new RouterLimits.Grantors(name, late(calls), late(rates));
        PlanFixture fixture =
                new PlanFixture(Map.of("num_retries", 0), Map.of(), new LocalHealth(time).router(name), grantors, time);
        int number = routers.size();
        routers.add(fixture.plan("group", candidates));
        tick(fixture.limits(), number);
    }

    private void tick(RouterLimits limits, int router) {
        time.after(RouterLimits.TICK_MILLIS, () -> {
            if (!dead.contains(router)) {
                limits.tick();
                tick(limits, router);
            }
        });
    }

    private Grantor late(Grantor prompt) {
        return call -> {
            CompletableFuture<io.sluice.contracts.admission.GrantReply> answer = new CompletableFuture<>();
            if (random.nextDouble() < lost) {
                time.after(1_000, () -> answer.completeExceptionally(new IllegalStateException("lost")));
            } else {
                time.after(random.nextLong(1, 15), () -> {
                    var reply = prompt.exchange(call).toCompletableFuture().join();
                    time.after(random.nextLong(1, 15), () -> answer.complete(reply));
                });
            }
            return answer;
        };
    }

    /** From now on this share of messages is lost. */
    void lose(double share) {
        lost = share;
    }

    void kill(int router) {
        dead.add(router);
    }

    void each(RouteFacts call) {
        facts = call;
    }

    /** One call at a router at a time. */
    void call(long at, int router, long lasts, long tokens) {
        time.after(at - time.elapsed(), () -> {
            GroupCall call = routers.get(router)
                    .call(facts, new CallTerms(-1, time.getAsLong() + CALL_LIMIT, false), random.nextLong());
            long since = time.elapsed();
            follow(call, call.begin(), router, lasts, tokens, since);
        });
    }

    /** Calls that come independently of each other from now on; each at a router that a rule names. */
    void demand(double perSecond, long until, java.util.function.IntSupplier router, long lasts) {
        long gap = Math.round(-Math.log(1 - random.nextDouble()) / perSecond * 1_000);
        time.after(gap, () -> {
            if (time.elapsed() < until) {
                call(time.elapsed(), router.getAsInt(), lasts, 100);
                demand(perSecond, until, router, lasts);
            }
        });
    }

    private void follow(GroupCall call, Step step, int router, long lasts, long tokens, long since) {
        switch (step) {
            case Step.Try(Ticket ticket, Step.Why _) -> {
                long from = time.elapsed();
                String id = ticket.candidate().id();
                made.add(new Made(id, router, from, from + lasts, tokens));
                time.after(lasts, () -> call.succeeded(ticket, lasts * 1_000, -1, tokens, 1, Money.ZERO));
            }
            case Step.Ask(Claim.Lacking lacking) ->
                lacking.await(() -> follow(call, call.again(), router, lasts, tokens, since));
            case Step.Nobody(var _, long retryAfter, var _) ->
                refused.add(new Refused(router, time.elapsed(), time.elapsed() - since, retryAfter));
            default -> throw new IllegalStateException("nothing fails here: " + step);
        }
    }

    void run(long untilElapsed) {
        time.run(untilElapsed);
    }

    long within(long from, long to) {
        return made.stream().filter(each -> each.from >= from && each.from < to).count();
    }

    /** The most calls of any sixty seconds, wherever they begin. */
    long mostOfAMinute() {
        return made.stream()
                .mapToLong(first -> within(first.from, first.from + 60_000))
                .max()
                .orElse(0);
    }

    long mostAtOnce() {
        return made.stream()
                .mapToLong(one -> made.stream()
                        .filter(other -> other.from <= one.from && other.to > one.from)
                        .count())
                .max()
                .orElse(0);
    }

    /** The most tokens of calls that began within any sixty seconds. */
    long mostTokensOfAMinute() {
        return made.stream()
                .mapToLong(first -> made.stream()
                        .filter(each -> each.from >= first.from && each.from < first.from + 60_000)
                        .mapToLong(Made::tokens)
                        .sum())
                .max()
                .orElse(0);
    }
}
