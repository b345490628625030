package io.sluice.router.simulation;

import io.sluice.contracts.money.Money;
import io.sluice.router.cooldown.HealthNotice;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.cooldown.SharedHealth;
import io.sluice.router.group.CallTerms;
import io.sluice.router.group.GroupCall;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.group.PlanFixture;
import io.sluice.router.group.Step;
import io.sluice.router.group.Ticket;
import io.sluice.router.limit.Claim;
import io.sluice.router.measure.LocalCounters;
import io.sluice.router.measure.UsageExchange;
import io.sluice.router.strategy.Candidate;
import io.sluice.router.strategy.RouteFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Several routers in front of scripted deployments, on virtual time: the routers' real rules, measurements and breakers, joined by news that
 * take a while. Everything follows from the seed.
 */
final class Simulation {

    /** One request of a client. */
    static final class Request {
        final long at;
        final int router;
        final List<String> asked = new ArrayList<>();
        boolean answered;
        long endedAt = -1;

        Request(long at, int router) {
            this.at = at;
            this.router = router;
        }
    }

    private static final long CALL_LIMIT = 600_000;

    private final VirtualTime time = new VirtualTime();
    private final SplittableRandom random;
    private final LocalHealth health = new LocalHealth(time);
    private final LocalCounters counters = new LocalCounters();
    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private final List<Map<String, GroupPlan>> routers = new ArrayList<>();
    private final Set<Integer> cutOff = new HashSet<>();
    final List<Request> requests = new ArrayList<>();

    Simulation(long seed) {
        random = new SplittableRandom(seed);
    }

    Simulation deployment(String id, Provider provider) {
        providers.put(id, provider);
        return this;
    }

    /** @param groups by name; a request goes to the first, and when that fails to the others in turn */
    Simulation routers(int count, Map<String, Object> settings, Map<String, List<Candidate>> groups) {
        for (int i = 0; i < count; i++) {
            PlanFixture fixture = new PlanFixture(settings, Map.of(), late(health.router("router-" + i)), time);
            Map<String, GroupPlan> plans = new LinkedHashMap<>();
            groups.forEach(
                    (name, candidates) -> plans.put(name, fixture.plan(name, candidates.toArray(Candidate[]::new))));
            routers.add(plans);
            exchangeUsage(new UsageExchange(fixture.meters(), counters.router("router-" + i)));
        }
        return this;
    }

    private void exchangeUsage(UsageExchange exchange) {
        time.after(1_000, () -> {
            exchange.exchange(time.getAsLong()).toCompletableFuture().join();
            exchangeUsage(exchange);
        });
    }

    /** News take between 2 and 80 ms. */
    private SharedHealth late(SharedHealth prompt) {
        return new SharedHealth() {
            @Override
            public void publish(HealthNotice notice) {
                time.after(random.nextLong(2, 80), () -> prompt.publish(notice));
            }

            @Override
            public void subscribe(Consumer<HealthNotice> listener) {
                prompt.subscribe(listener);
            }

            @Override
            public CompletionStage<List<HealthNotice>> resting() {
                return prompt.resting();
            }
        };
    }

    /** From this time until that one, nothing that a router sends arrives. */
    Simulation networkOf(int router, long downFrom, long downTo) {
        time.after(downFrom, () -> cutOff.add(router));
        time.after(downTo, () -> cutOff.remove(router));
        return this;
    }

    /** Requests come independently of each other, so many a second. */
    Simulation run(double perSecond, long millis) {
        arrive(perSecond, millis);
        time.run(millis + CALL_LIMIT);
        return this;
    }

    private void arrive(double perSecond, long until) {
        long gap = Math.round(-Math.log(1 - random.nextDouble()) / perSecond * 1_000);
        time.after(gap, () -> {
            if (time.elapsed() < until) {
                Request request = new Request(time.elapsed(), random.nextInt(routers.size()));
                requests.add(request);
                enter(request, new ArrayList<>(routers.get(request.router).values()));
                arrive(perSecond, until);
            }
        });
    }

    private void enter(Request request, List<GroupPlan> groups) {
        if (groups.isEmpty()) {
            request.endedAt = time.elapsed();
            return;
        }
        CallTerms terms = new CallTerms(-1, time.getAsLong() + CALL_LIMIT, groups.size() > 1);
        GroupCall call = groups.getFirst().call(RouteFacts.PLAIN, terms, random.nextLong());
        follow(request, call, call.begin(), groups.subList(1, groups.size()));
    }

    private void follow(Request request, GroupCall call, Step step, List<GroupPlan> fallbacks) {
        switch (step) {
            case Step.Try(Ticket ticket, Step.Why _) -> attempt(request, call, ticket, fallbacks);
            case Step.Wait(long millis) -> time.after(millis, () -> follow(request, call, call.again(), fallbacks));
            case Step.Queue ignored -> throw new IllegalStateException("nobody waits in line here");
            case Step.Ask(Claim.Lacking lacking) -> lacking.await(() -> follow(request, call, call.again(), fallbacks));
            case Step.Over _, Step.Nobody _ -> enter(request, fallbacks);
            case Step.Stay _ -> throw new IllegalStateException("nothing is hedged here");
        }
    }

    private void attempt(Request request, GroupCall call, Ticket ticket, List<GroupPlan> fallbacks) {
        request.asked.add(ticket.candidate().id());
        Provider.Outcome outcome = cutOff.contains(request.router)
                ? Provider.refuses().of(random)
                : providers.get(ticket.candidate().id()).call(time.elapsed(), random);
        if (outcome.fault() != null) {
            time.after(
                    outcome.millis(),
                    () -> follow(request, call, call.failed(ticket, outcome.fault(), Money.ZERO), fallbacks));
            return;
        }
        time.after(outcome.millis() / 3, () -> call.firstContent(ticket, outcome.millis() * 333));
        time.after(outcome.millis(), () -> {
            call.succeeded(ticket, outcome.millis() * 1_000, outcome.millis() * 333, 400, 100, Money.ZERO);
            request.answered = true;
            request.endedAt = time.elapsed();
        });
    }

    // ---- what came of it

    List<Request> between(long from, long to) {
        return requests.stream()
                .filter(request -> request.at >= from && request.at < to)
                .toList();
    }

    static double attemptsByRequest(List<Request> requests) {
        return requests.stream()
                .mapToInt(request -> request.asked.size())
                .average()
                .orElse(0);
    }

    static double answered(List<Request> requests) {
        return requests.stream().filter(request -> request.answered).count() / (double) requests.size();
    }

    /** How often each deployment was asked. */
    static Map<String, Integer> asked(List<Request> requests) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        requests.forEach(request -> request.asked.forEach(id -> counts.merge(id, 1, Integer::sum)));
        return counts;
    }

    /** When the last request came that does not hold, counted from a time; 0 when all from then on do. */
    long lastThatFails(long from, Predicate<Request> holds) {
        return requests.stream()
                .filter(request -> request.at >= from && !holds.test(request))
                .mapToLong(request -> request.at - from)
                .max()
                .orElse(0);
    }

    /** Everything that happened, for comparing two runs. */
    String trace() {
        StringBuilder trace = new StringBuilder();
        for (Request request : requests) {
            trace.append(request.at)
                    .append(' ')
                    .append(request.router)
                    .append(' ')
                    .append(request.asked)
                    .append(' ')
                    .append(request.endedAt)
                    .append('\n');
        }
        return trace.toString();
    }
}
