package io.sluice.gateway.admission;

import io.sluice.configuration.Settings;
import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.BudgetWindow;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.ScopeType;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.money.BudgetMode;
import io.sluice.contracts.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits of the whole proxy (general settings) and of the virtual key. Immutable. */
public final class ConfiguredLimits implements ScopeLimits {

    private final Settings general;
    private final BudgetMode defaultMode;
    private final long overshoot;

    private ConfiguredLimits(Settings general, BudgetMode defaultMode, long overshoot) {
        this.general = general;
        this.defaultMode = defaultMode;
        this.overshoot = overshoot;
    }

    /**
     * Reads {@code max_budget}, {@code budget_duration}, {@code rpm_limit}, {@code tpm_limit}, {@code max_parallel_requests} (or
     * LiteLLM's {@code global_max_parallel_requests}) of the general settings, and {@code budget_mode} and {@code bounded_overshoot}
     * (dollars) of Sluice's own.
     */
    public static ConfiguredLimits of(Settings general, Settings sluice) {
        BudgetMode mode = sluice.string("budget_mode").map(BudgetMode::parse).orElse(BudgetMode.BOUNDED);
        BigDecimal overshoot = sluice.decimal("bounded_overshoot").orElse(BigDecimal.ONE);
        ConfiguredLimits limits =
                new ConfiguredLimits(general, mode, Money.ofDollars(overshoot).nanos());
        general.string("budget_duration").ifPresent(duration -> BudgetWindow.at(duration, Instant.EPOCH));
        limits.proxy(new ArrayList<>(), new HashMap<>(), 0);
        return limits;
    }

    /**
     * The most that settled and running calls together can reach: the budget itself when strict; a tenth of it or
     * {@code bounded_overshoot} more, whichever is larger, when bounded; without end when advisory.
     */
    public Money ceiling(Money budget, BudgetMode mode) {
        return switch (mode) {
            case STRICT -> budget;
            case BOUNDED -> Money.ofNanos(Math.addExact(budget.nanos(), Math.max(budget.nanos() / 10, overshoot)));
            case ADVISORY -> Money.ofNanos(Long.MAX_VALUE);
        };
    }

    @Override
    public Applicable of(Caller caller, String model, long nowMillis) {
        List<Limit> limits = new ArrayList<>();
        Map<String, Long> charges = new HashMap<>();
        proxy(limits, charges, nowMillis);
        VirtualKey key = caller.virtualKey();
        if (key == null) {
            charges.put(Scope.key(caller.keyHash()).toString(), 0L);
        } else {
            key(key, model, limits, charges, nowMillis);
        }
        return new Applicable(List.copyOf(limits), Map.copyOf(charges));
    }

    private void proxy(List<Limit> limits, Map<String, Long> charges, long now) {
        Money budget = general.decimal("max_budget").map(Money::ofDollars).orElse(null);
        String duration = general.string("budget_duration").orElse(null);
        money(Scope.GLOBAL, budget, duration, defaultMode, null, limits, charges, now);
        rate(Scope.GLOBAL, Meter.REQUESTS, whole("rpm_limit"), defaultMode, limits);
        rate(Scope.GLOBAL, Meter.TOKENS, whole("tpm_limit"), defaultMode, limits);
        Long parallel = whole("max_parallel_requests");
        rate(
                Scope.GLOBAL,
                Meter.PARALLEL,
                parallel == null ? whole("global_max_parallel_requests") : parallel,
                defaultMode,
                limits);
    }

    private @Nullable Long whole(String name) {
        return general.wholeNumber(name).orElse(null);
    }

    private void key(VirtualKey key, String model, List<Limit> limits, Map<String, Long> charges, long now) {
        BudgetMode mode = key.budgetMode() == null ? defaultMode : key.budgetMode();
        Scope scope = Scope.key(key.hash());
        money(scope, key.maxBudget(), key.budgetDuration(), mode, key, limits, charges, now);
        rate(scope, Meter.REQUESTS, key.rpmLimit(), mode, limits);
        rate(scope, Meter.TOKENS, key.tpmLimit(), mode, limits);
        rate(scope, Meter.PARALLEL, key.maxParallelRequests(), mode, limits);
        Scope byModel = new Scope(ScopeType.KEY_MODEL, key.hash() + '/' + model);
        rate(byModel, Meter.REQUESTS, key.modelRpm().get(model), mode, limits);
        rate(byModel, Meter.TOKENS, key.modelTpm().get(model), mode, limits);
    }

    private void money(
            Scope scope,
            @Nullable Money budget,
            @Nullable String duration,
            BudgetMode mode,
            @Nullable VirtualKey key,
            List<Limit> limits,
            Map<String, Long> charges,
            long now) {
        if (budget == null) {
            charges.put(scope.toString(), 0L);
            return;
        }
        BudgetWindow window =
                BudgetWindow.at(duration == null || duration.isBlank() ? null : duration, Instant.ofEpochMilli(now));
        long end =
                window.end().equals(Instant.MAX) ? Long.MAX_VALUE : window.end().toEpochMilli();
        long start = window.start().toEpochMilli();
        charges.put(scope.toString(), start);
        long opening = 0;
        if (key != null && key.spendAtStart() != null && !key.createdAt().isBefore(window.start())) {
            opening = key.spendAtStart().nanos();
        }
        limits.add(new Limit(
                new AccountId(scope, Meter.MONEY, start),
                mode,
                budget.nanos(),
                ceiling(budget, mode).nanos(),
                opening,
                end));
    }

    private static void rate(Scope scope, Meter meter, @Nullable Long amount, BudgetMode mode, List<Limit> limits) {
        if (amount != null) {
            // a limit that only counts is an advisory budget's; limits of rate bind in every mode
            BudgetMode binding = mode == BudgetMode.ADVISORY ? BudgetMode.BOUNDED : mode;
            limits.add(new Limit(new AccountId(scope, meter, 0), binding, amount, amount, 0, Long.MAX_VALUE));
        }
    }
}
