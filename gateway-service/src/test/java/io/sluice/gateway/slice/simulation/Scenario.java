package io.sluice.gateway.slice.simulation;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.money.BudgetMode;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.slice.AdmissionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run: some gateways and limits, a storm of calls and faults, then calm, in which everything has to come to rest. */
final class Scenario {

    /** Shorter than those of production, so that everything that takes time happens in a run; in the same proportions. */
    private static final GrantTerms TERMS = new GrantTerms(2_500, 500, 6_000, 10_000, 2_000);

    private static final long LONGEST_CALL = 3_000;
    private static final long CALM = 16_000;

    private static final ModelOffer PRICED = new ModelOffer(
            "m",
            false,
            List.of(),
            "embedding",
            "",
            0,
            0,
            true,
            nano(1),
            UnitPrice.FREE,
            UnitPrice.FREE,
            1,
            0,
            1,
            UnitPrice.FREE);
    private static final ModelOffer GENERATES = new ModelOffer(
            "g", false, List.of(), "chat", "", 0, 120, true, nano(1), nano(1), UnitPrice.FREE, 1, 0, 1, UnitPrice.FREE);

    private final World world;
    private final SimRedis redis;
    private final SimBooks books;
    private final Budgets budgets;
    private final Truth truth;
    private final List<SimGateway> gateways = new ArrayList<>();
    private final List<SimGateway> gone = new ArrayList<>();
    private final int faultsApart;
    private final int callsApart;
    private boolean storm = true;
    private int calls;

    Scenario(long seed) {
        world = new World(seed);
        boolean quiet = world.chance(0.2);
        redis = new SimRedis(world, TERMS, quiet ? 0 : world.random.nextDouble() * 0.1);
        books = new SimBooks(world);
        budgets = new Budgets(world);
        truth = new Truth(world, budgets, redis, TERMS.lease());
        faultsApart = quiet ? Integer.MAX_VALUE : (int) world.between(500, 4_000);
        callsApart = (int) world.between(20, 250);
        AdmissionSettings settings = new AdmissionSettings(10, 200, 1_500, 1_000, 5_000, 4_000, 500, 1_000);
        SimGateway.Surroundings around = new SimGateway.Surroundings(world, redis, books, TERMS, budgets, settings);
        int count = (int) world.between(1, 4);
        for (int i = 0; i < count; i++) {
            SimGateway gateway = new SimGateway("gw" + i, around);
            gateways.add(gateway);
            gateway.start();
        }
    }

    private static UnitPrice nano(long nanos) {
        return new UnitPrice(Money.ofNanos(nanos).toDollars());
    }

    Truth run() {
        try {
            scheduleCall();
            scheduleFault();
            world.runUntil(world.now() + world.between(8_000, 40_000));
            storm = false;
            calmDown();
            checkRest();
            return truth;
        } catch (RuntimeException | AssertionError e) {
            throw new World.Broken(e + "\n" + world.story());
        }
    }

    // ---- calls

    private void scheduleCall() {
        world.after(world.between(1, callsApart * 2L), () -> {
            if (storm) {
                if (world.chance(0.97)) {
                    calls(1);
                } else {
                    calls((int) world.between(5, 40));
                }
                scheduleCall();
            }
        });
    }

    private void calls(int count) {
        List<SimGateway> open = gateways.stream().filter(SimGateway::takesCalls).toList();
        for (int i = 0; i < count && !open.isEmpty(); i++) {
            SimGateway gateway = open.get(world.random.nextInt(open.size()));
            Scope key = budgets.keys.get(world.random.nextInt(budgets.keys.size()));
            long least = budgets.scopes.get(key).budget();
            long size = world.chance(0.1) ? world.between(1, least / 2) : world.between(1, Math.max(1, least / 15));
            call(gateway, key, size, world.chance(0.15), world.between(0, LONGEST_CALL), null);
        }
    }

    /** @param size bytes of the prompt; a nano-dollar each */
    private void call(
            SimGateway gateway,
            Scope key,
            long size,
            boolean uncapped,
            long duration,
            @Nullable AtomicReference<AdmissionDecision> seen) {
        Caller caller = new Caller.Admin(key.id());
        AdmissionRequest request = new AdmissionRequest(
                caller,
                uncapped ? "g" : "m",
                uncapped ? GENERATES : PRICED,
                size,
                -1,
                1,
                size / 4,
                AdmissionRequest.Part.CALL);
        long arrived = world.now();
        int process = gateway.process();
        long wall = gateway.wallMillis();
        String id = "call-" + calls++;
        gateway.admission().admit(request, decision -> {
            if (seen != null) {
                seen.set(decision);
            }
            switch (decision) {
                case AdmissionDecision.Admitted(Reservation reservation) -> {
                    if (storm && world.chance(0.03)) {
                        truth.touches(reservation.charges());
                        reservation.release();
                    } else {
                        provider(new Truth.Call(gateway, process, key, world.now()), id, reservation, duration);
                    }
                }
                case AdmissionDecision.Refused refused
                when refused.meter() == Meter.MONEY -> {
                    long start = budgets.of(caller, "m", wall)
                            .charges()
                            .get(refused.scope().toString());
                    world.tell(gateway.name + " refuses " + id + ": " + refused);
                    truth.refuses(
                            new SimBooks.Window(refused.scope().toString(), start),
                            refused.asked(),
                            arrived,
                            lost(new AccountId(refused.scope(), Meter.MONEY, start)));
                }
                case AdmissionDecision.Refused refused -> truth.refused++;
                case AdmissionDecision.Unavailable away -> truth.unavailable++;
                case AdmissionDecision.Unpriced unpriced -> throw new IllegalStateException("everything has a price");
            }
        });
    }

    private long lost(AccountId account) {
        long lost = 0;
        for (SimGateway gateway : everyone()) {
            long silence = Math.max(gateway.silence(), books.silence(gateway.name));
            lost += silence >= TERMS.lostAfter() - 3_000 ? redis.grantor.claimed(account, gateway.name) : 0;
        }
        return lost;
    }

    private List<SimGateway> everyone() {
        List<SimGateway> all = new ArrayList<>(gateways);
        all.addAll(gone);
        return all;
    }

    private void provider(Truth.Call call, String id, Reservation reservation, long duration) {
        SimGateway gateway = call.gateway();
        long bound = reservation.bound().nanos();
        Map<String, Long> charges = reservation.charges();
        world.tell(gateway.name + " admits " + id + " for " + call.key() + " at " + bound);
        gateway.journal.begin(new SimJournal.Entry(id, bound, charges));
        truth.reaches(call, charges, bound);
        long cost = !storm || world.chance(0.4) ? bound : world.between(0, bound);
        world.after(
                duration,
                () -> gateway.in(
                        call.process(),
                        () -> {
                            truth.ends(call, charges, bound, cost);
                            reservation.settle(
                                    Money.ofNanos(cost),
                                    1,
                                    () -> gateway.journal.end(new SimJournal.Entry(id, cost, charges)));
                        },
                        () -> truth.ends(call, charges, bound, bound)));
    }

    // ---- faults

    private void scheduleFault() {
        if (faultsApart == Integer.MAX_VALUE) {
            return;
        }
        world.after(world.between(1, faultsApart * 2L), () -> {
            if (storm) {
                fault();
                scheduleFault();
            }
        });
    }

    private void fault() {
        SimGateway victim = gateways.get(world.random.nextInt(gateways.size()));
        switch (world.random.nextInt(12)) {
            case 0, 1 -> kill(victim);
            case 2 -> stop(victim);
            case 3 -> pause(victim);
            case 4 -> cutOff(victim);
            case 5 -> {
                world.tell("Redis is flushed");
                truth.memoryLost();
                redis.flush();
                expose();
            }
            case 6 -> {
                world.tell("an old replica takes over");
                truth.memoryLost();
                redis.failOver();
                expose();
            }
            case 7 -> redis.down(world.between(200, 8_000));
            case 8 -> redis.slow(world.between(500, 4_000));
            case 9 -> books.away(world.between(500, 9_000));
            default -> books.slow(world.between(500, 5_000));
        }
    }

    private void kill(SimGateway victim) {
        if (victim.isDead()) {
            return;
        }
        boolean forGood = world.chance(0.15) && gateways.size() > 1;
        world.tell(victim.name + (forGood ? " dies for good" : " is killed"));
        victim.kill();
        if (forGood) {
            gateways.remove(victim);
            gone.add(victim);
        } else {
            restartLater(victim);
        }
    }

    private void restartLater(SimGateway victim) {
        int process = victim.process();
        long pause = world.chance(0.8) ? world.between(50, 4_000) : world.between(4_000, 20_000);
        world.after(pause, () -> {
            if (victim.process() == process && victim.isDead()) {
                world.tell(victim.name + " starts again");
                victim.start();
            }
        });
    }

    private void stop(SimGateway victim) {
        if (!victim.takesCalls()) {
            return;
        }
        world.tell(victim.name + " drains");
        victim.drain();
        int process = victim.process();
        world.after(LONGEST_CALL + 6_000, () -> {
            if (victim.process() == process && !victim.isDead()) {
                world.tell(victim.name + " stops");
                victim.stop(() -> restartLater(victim));
            }
        });
    }

    private void pause(SimGateway victim) {
        if (victim.isUp()) {
            long millis = world.chance(0.8) ? world.between(200, 4_000) : world.between(4_000, 15_000);
            world.tell(victim.name + " sleeps for " + millis);
            victim.pause(millis);
        }
    }

    private void cutOff(SimGateway victim) {
        long millis = world.chance(0.8) ? world.between(200, 4_000) : world.between(4_000, 15_000);
        world.tell(victim.name + " is cut off from Redis for " + millis);
        victim.cutOff(millis);
    }

    /**
     * The grantor forgot. What a gateway holds that does not come back before it counts as lost is known to nobody: that much may be
     * spent twice.
     */
    private void expose() {
        for (SimGateway gateway : everyone()) {
            long forgotten = world.now();
            for (SimBooks.Window window : List.copyOf(truth.windows())) {
                long exposed = gateway.journal.exposed(window);
                if (exposed > 0) {
                    watch(gateway, window, exposed, forgotten);
                }
            }
        }
    }

    private void watch(SimGateway gateway, SimBooks.Window window, long exposed, long forgotten) {
        long silence = Math.max(gateway.silence(), books.silence(gateway.name));
        if (silence >= TERMS.lostAfter() - 1_500) {
            world.tell(gateway.name + " is lost with " + exposed + " of " + window);
            truth.forgive(window, exposed);
        } else if (gateway.heardAt() <= forgotten) {
            world.after(250, () -> watch(gateway, window, exposed, forgotten));
        }
    }

    // ---- rest

    private void calmDown() {
        world.tell("calm");
        for (SimGateway gateway : gateways) {
            if (gateway.isDead()) {
                gateway.start();
            }
        }
        redis.calm();
        world.runUntil(world.now() + CALM);
    }

    private void checkRest() {
        for (SimGateway gateway : gateways) {
            if (gateway.isDead()) {
                gateway.start();
            }
        }
        world.runUntil(world.now() + CALM);
        for (SimGateway gateway : gateways) {
            if (!gateway.journal.isEmpty()) {
                throw new World.Broken("the journal of " + gateway.name + " is not empty at rest: " + gateway.journal);
            }
        }
        checkNothingGranted();
        if (gone.isEmpty()) {
            for (Scope key : budgets.keys) {
                checkAllCanBeSpent(key);
            }
        }
    }

    /**
     * Slices of processes that ended, and what an old replica does not know to be back, are freed when somebody asks for them, and those
     * of a minute end with it; all others are back.
     */
    private void checkNothingGranted() {
        for (AccountId account : redis.grantor.accounts()) {
            if (account.meter().isRate() || redis.forgotAt() > 0) {
                continue;
            }
            for (SimGateway gateway : gateways) {
                long outstanding = redis.grantor.outstanding(account, gateway.name);
                if (outstanding != 0 && !gateway.hasEnded()) {
                    throw new World.Broken(gateway.name + " still holds " + outstanding + " of " + account + ": "
                            + redis.grantor.toString(account));
                }
            }
        }
    }

    private void checkAllCanBeSpent(Scope key) {
        Budgets.Terms terms = budgets.scopes.get(key);
        if (terms.mode() != BudgetMode.STRICT || terms.duration() != null || terms.rpm() > 0) {
            return;
        }
        long left = left(key);
        if (budgets.scopes.containsKey(Scope.GLOBAL)) {
            left = Math.min(left, left(Scope.GLOBAL));
        }
        if (left > 0) {
            expect(key, left, AdmissionDecision.Admitted.class);
        }
        expect(key, 1, AdmissionDecision.Refused.class);
    }

    private long left(Scope scope) {
        return budgets.scopes.get(scope).budget() - books.sum(new SimBooks.Window(scope.toString(), 0));
    }

    private void expect(Scope key, long size, Class<? extends AdmissionDecision> expected) {
        AtomicReference<AdmissionDecision> seen = new AtomicReference<>();
        for (int attempt = 0; attempt < 8; attempt++) {
            SimGateway gateway = gateways.get(world.random.nextInt(gateways.size()));
            call(gateway, key, size, false, LONGEST_CALL, seen);
            world.runUntil(world.now() + LONGEST_CALL + 6_000);
            if (expected.isInstance(seen.get())) {
                return;
            }
            if (!(seen.get() instanceof AdmissionDecision.Unavailable)
                    && !(seen.get() instanceof AdmissionDecision.Admitted)) {
                break;
            }
        }
        throw new World.Broken("at rest " + size + " of " + key + " is " + seen.get() + ", not "
                + expected.getSimpleName() + ": "
                + redis.grantor.toString(new AccountId(key, Meter.MONEY, 0)));
    }
}
