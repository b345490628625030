package io.sluice.gateway.slice.simulation;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What really happened to each budget window, and the laws that it must not break. */
final class Truth {

    /** A budget window: what was spent of it, calls that run or were cut off counted at their bound. */
    private static final class Spend {
        long total;
        int running;
        long lastBusy = Long.MIN_VALUE;
        /** What gateways were lost with, of which neither grantor nor books could know. */
        long forgiven;
    }

    /** A call that a provider sees. */
    record Call(SimGateway gateway, int process, Scope key, long startedAt) {}

    private static final long MINUTE = 60_000;
    /** For so long a gateway may go by what a grantor said that forgot it since. */
    private static final long MEMORY = 2_000;

    /** Silences from which on a gateway's calls in flight may be forgotten: messages get lost, and others are late. */
    private static final long SILENT = 1_000;

    private final World world;
    private final Budgets budgets;
    private final SimRedis redis;
    private final long leaseMillis;
    private final Map<SimBooks.Window, Spend> spends = new HashMap<>();
    private final Map<Scope, ArrayDeque<Long>> admitted = new HashMap<>();
    private final Map<Scope, Set<Call>> running = new HashMap<>();
    private final ArrayDeque<Long> losses = new ArrayDeque<>();
    int served;
    int refused;
    int unavailable;

    Truth(World world, Budgets budgets, SimRedis redis, long leaseMillis) {
        this.world = world;
        this.budgets = budgets;
        this.redis = redis;
        this.leaseMillis = leaseMillis;
    }

    private Spend spend(SimBooks.Window window) {
        return spends.computeIfAbsent(window, made -> new Spend());
    }

    Set<SimBooks.Window> windows() {
        return spends.keySet();
    }

    long total(SimBooks.Window window) {
        return spend(window).total;
    }

    void memoryLost() {
        losses.add(world.now());
    }

    void forgive(SimBooks.Window window, long amount) {
        spend(window).forgiven += amount;
    }

    // ---- what happens

    void reaches(Call call, Map<String, Long> charges, long bound) {
        served++;
        charges.forEach((scope, start) -> {
            SimBooks.Window window = new SimBooks.Window(scope, start);
            Spend spend = spend(window);
            spend.total += bound;
            spend.running++;
            spend.lastBusy = world.now();
            Budgets.Terms terms = budgets.scopes.get(Scope.parse(scope));
            if (terms != null && spend.total - spend.forgiven > terms.ceiling()) {
                world.isBroken(window + " is over: " + spend.total + " of " + terms.ceiling());
            }
        });
        checkRate(call);
        checkParallel(call);
    }

    /** A call was let in and went away before a provider saw it. */
    void touches(Map<String, Long> charges) {
        charges.forEach((scope, start) -> spend(new SimBooks.Window(scope, start)).lastBusy = world.now());
    }

    void ends(Call call, Map<String, Long> charges, long bound, long cost) {
        charges.forEach((scope, start) -> {
            Spend spend = spend(new SimBooks.Window(scope, start));
            spend.total += cost - bound;
            spend.running--;
            spend.lastBusy = world.now();
        });
        running.getOrDefault(call.key(), Set.of()).remove(call);
    }

    private void checkRate(Call call) {
        Budgets.Terms terms = budgets.scopes.get(call.key());
        if (terms == null || terms.rpm() == 0) {
            return;
        }
        ArrayDeque<Long> times = admitted.computeIfAbsent(call.key(), key -> new ArrayDeque<>());
        times.add(world.now());
        long since = world.now() - MINUTE + MINUTE / 50;
        while (times.getFirst() < since) {
            times.removeFirst();
        }
        long lost = losses.stream().filter(at -> at >= since - MINUTE).count();
        if (times.size() > terms.rpm() * (2 + lost)) {
            world.isBroken(call.key() + ": " + times.size() + " requests within a minute, limit " + terms.rpm());
        }
    }

    private void checkParallel(Call call) {
        Set<Call> calls = running.computeIfAbsent(call.key(), key -> new HashSet<>());
        calls.add(call);
        Budgets.Terms terms = budgets.scopes.get(call.key());
        if (terms == null || terms.parallel() == 0) {
            return;
        }
        long counted = calls.stream().filter(this::counts).count();
        if (counted > terms.parallel()) {
            world.isBroken(call.key() + ": " + counted + " calls at once, limit " + terms.parallel());
        }
    }

    /**
     * A call does not count whose gateway died or was out of reach for a lease, nor one that began within a lease after the grantor
     * forgot: so long free slots may be used that it does not know of.
     */
    private boolean counts(Call call) {
        return call.process() == call.gateway().process()
                && call.gateway().longestSilenceSince(call.startedAt()) < SILENT
                && redis.forgotAt() < call.startedAt() - leaseMillis;
    }

    // ---- refusals

    /**
     * A call may be refused only if it did not fit at some moment of its wait, or something was in flight.
     *
     * @param arrived when it came
     * @param lost slices of gateways that nobody hears of
     */
    void refuses(SimBooks.Window window, long asked, long arrived, long lost) {
        refused++;
        Spend spend = spend(window);
        Budgets.Terms terms = budgets.scopes.get(Scope.parse(window.scope()));
        boolean busy = spend.running > 0 || spend.lastBusy >= arrived;
        AccountId account = new AccountId(Scope.parse(window.scope()), Meter.MONEY, window.start());
        long used = spend.total + lost;
        boolean full = used + asked > terms.ceiling() || used >= terms.budget();
        boolean forgotten = redis.forgotAt() >= arrived - MEMORY;
        if (!busy && !full && !forgotten) {
            world.isBroken(window + ": refused " + asked + " with " + spend.total + " of " + terms.budget()
                    + " spent and nothing in flight: "
                    + redis.grantor.toString(account));
        }
    }

    @Override
    public String toString() {
        return served + " served, " + refused + " refused, " + unavailable + " sent away";
    }
}
