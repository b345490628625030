package io.sluice.gateway.slice.simulation;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.BudgetWindow;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.money.BudgetMode;
import io.sluice.gateway.admission.Limit;
import io.sluice.gateway.admission.ScopeLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits of a run: some keys, and the whole proxy above them. */
final class Budgets implements ScopeLimits {

    /** Limits of one scope; 0: none of that kind. */
    record Terms(BudgetMode mode, long budget, @Nullable String duration, long rpm, long parallel) {

        long ceiling() {
            return switch (mode) {
                case STRICT -> budget;
                case BOUNDED -> budget + budget / 10;
                case ADVISORY -> Long.MAX_VALUE;
            };
        }
    }

    final Map<Scope, Terms> scopes = new HashMap<>();
    final List<Scope> keys = new ArrayList<>();

    Budgets(World world) {
        int count = (int) world.between(1, 3);
        for (int i = 0; i < count; i++) {
            Scope key = Scope.key("k" + i);
            keys.add(key);
            scopes.put(key, key(world));
        }
        if (world.chance(0.5)) {
            scopes.put(Scope.GLOBAL, new Terms(BudgetMode.STRICT, world.between(500, 3_000), null, 0, 0));
        }
    }

    private static Terms key(World world) {
        BudgetMode mode = switch (world.random.nextInt(6)) {
            case 0 -> BudgetMode.ADVISORY;
            case 1 -> BudgetMode.BOUNDED;
            default -> BudgetMode.STRICT;
        };
        return new Terms(
                mode,
                world.between(200, 2_000),
                world.chance(0.25) ? "20s" : null,
                world.chance(0.3) ? world.between(5, 40) : 0,
                world.chance(0.3) ? world.between(1, 5) : 0);
    }

    @Override
    public Applicable of(Caller caller, String model, long nowMillis) {
        List<Limit> limits = new ArrayList<>();
        Map<String, Long> charges = new HashMap<>();
        add(Scope.GLOBAL, nowMillis, limits, charges);
        add(Scope.key(caller.keyHash()), nowMillis, limits, charges);
        return new Applicable(limits, charges);
    }

    private void add(Scope scope, long now, List<Limit> limits, Map<String, Long> charges) {
        Terms terms = scopes.get(scope);
        if (terms == null) {
            charges.put(scope.toString(), 0L);
            return;
        }
        BudgetWindow window = BudgetWindow.at(terms.duration(), Instant.ofEpochMilli(now));
        long start = window.start().toEpochMilli();
        long end = terms.duration() == null ? Long.MAX_VALUE : window.end().toEpochMilli();
        charges.put(scope.toString(), start);
        AccountId money = new AccountId(scope, Meter.MONEY, start);
        limits.add(new Limit(money, terms.mode(), terms.budget(), terms.ceiling(), 0, end));
        rate(scope, Meter.REQUESTS, terms.rpm(), limits);
        rate(scope, Meter.PARALLEL, terms.parallel(), limits);
    }

    private static void rate(Scope scope, Meter meter, long amount, List<Limit> limits) {
        if (amount > 0) {
            limits.add(new Limit(new AccountId(scope, meter, 0), BudgetMode.STRICT, amount, amount, 0, Long.MAX_VALUE));
        }
    }
}
