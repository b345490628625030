package io.sluice.router.budget;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.configuration.Settings;
import io.sluice.contracts.admission.BudgetWindow;
import io.sluice.contracts.money.Money;
import io.sluice.router.measure.SharedCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * All budgets of a configuration: {@code router_settings.provider_budget_config} ({@code {openai: {budget_limit: 10, time_period: 1d}}}), and
 * {@code max_budget} with {@code budget_duration} of deployments. Thread-safe.
 */
public final class Budgets {

    public static final Budgets NONE = new Budgets(Map.of(), Map.of());

    private final Map<String, Budget> byProvider;
    private final Map<String, Budget> byDeployment;

    private Budgets(Map<String, Budget> byProvider, Map<String, Budget> byDeployment) {
        this.byProvider = byProvider;
        this.byDeployment = byDeployment;
    }

    /**
     * @param before the budgets of the configuration before, whose spend goes on counting
     * @throws ConfigurationException for a budget that cannot be meant
     */
    public static Budgets read(Configuration configuration, Optional<Budgets> before) {
        Map<String, Budget> byProvider = new HashMap<>();
        Settings providers = configuration.router().section("provider_budget_config");
        providers
                .values()
                .keySet()
                .forEach(provider -> read(
                                "provider:" + provider, providers.section(provider), "budget_limit", "time_period")
                        .or(() -> read(
                                "provider:" + provider, providers.section(provider), "max_budget", "budget_duration"))
                        .ifPresent(budget -> byProvider.put(provider, budget)));
        Map<String, Budget> byDeployment = new HashMap<>();
        for (DeploymentEntry entry : configuration.models()) {
            read("deployment:" + entry.id(), entry.params(), "max_budget", "budget_duration")
                    .ifPresent(budget -> byDeployment.put(entry.id(), budget));
        }
        before.ifPresent(old -> {
            byProvider.replaceAll((name, budget) -> budget.continuing(old.byProvider.get(name)));
            byDeployment.replaceAll((id, budget) -> budget.continuing(old.byDeployment.get(id)));
        });
        return new Budgets(Map.copyOf(byProvider), Map.copyOf(byDeployment));
    }

    private static Optional<Budget> read(String name, Settings section, String limit, String period) {
        return section.decimal(limit).map(dollars -> {
            String duration = section.string(period).orElse(null);
            if (duration != null && !BudgetWindow.isValid(duration)) {
                throw new ConfigurationException(
                        section.path() + '.' + period + " must be a duration such as 1d, not " + duration);
            }
            return new Budget(name, Money.ofDollars(dollars), duration);
        });
    }

    public boolean none() {
        return byProvider.isEmpty() && byDeployment.isEmpty();
    }

    /** Nano-dollars that the tighter of the two has left; {@link Long#MAX_VALUE} when there is none. */
    public long left(String provider, String deploymentId, long nowMillis) {
        Budget ofProvider = byProvider.get(provider);
        Budget ofDeployment = byDeployment.get(deploymentId);
        return Math.min(
                ofProvider == null ? Long.MAX_VALUE : ofProvider.left(nowMillis),
                ofDeployment == null ? Long.MAX_VALUE : ofDeployment.left(nowMillis));
    }

    public void spend(String provider, String deploymentId, long nowMillis, Money amount) {
        Budget ofProvider = byProvider.get(provider);
        if (ofProvider != null) {
            ofProvider.spend(nowMillis, amount);
        }
        Budget ofDeployment = byDeployment.get(deploymentId);
        if (ofDeployment != null) {
            ofDeployment.spend(nowMillis, amount);
        }
    }

    /** Tells the fleet and learns from it, as {@link io.sluice.router.measure.UsageExchange}. */
    public CompletionStage<Void> exchange(SharedCounters counters, long nowMillis) {
        Map<String, List<Budget>> byWindow = new TreeMap<>();
        Stream.concat(byProvider.values().stream(), byDeployment.values().stream())
                .forEach(budget -> byWindow.computeIfAbsent(budget.windowName(nowMillis), name -> new ArrayList<>())
                        .add(budget));
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (var window : byWindow.entrySet()) {
            CompletionStage<Void> one = exchange(counters, nowMillis, window.getKey(), window.getValue());
            all = all.thenCombine(one, (done, also) -> also);
        }
        return all;
    }

    private static CompletionStage<Void> exchange(
            SharedCounters counters, long nowMillis, String window, List<Budget> budgets) {
        Map<String, Long> mine = new HashMap<>();
        budgets.forEach(budget -> mine.put(budget.name(), budget.own(nowMillis)));
        return counters.exchange(window, budgets.getFirst().lifeMillis(nowMillis), mine)
                .thenAccept(fleet -> budgets.forEach(budget -> budget.othersSpent(
                        nowMillis, fleet.getOrDefault(budget.name(), 0L) - mine.getOrDefault(budget.name(), 0L))));
    }
}
