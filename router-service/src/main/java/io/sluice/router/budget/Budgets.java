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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All budgets of a configuration: {@code router_settings.provider_budget_config} ({@code {openai: {budget_limit: 10, time_period: 1d}}}),
 * {@code litellm_settings.tag_budget_config} ({@code {"product:chat": {max_budget: 10, budget_duration: 1d}}}), and {@code max_budget} with
 * {@code budget_duration} of deployments. Thread-safe.
 */
public final class Budgets {

    public static final Budgets NONE = new Budgets(Map.of(), Map.of(), Map.of());

    private final Map<String, Budget> byProvider;
    private final Map<String, Budget> byTag;
    private final Map<String, Budget> byDeployment;

    private Budgets(Map<String, Budget> byProvider, Map<String, Budget> byTag, Map<String, Budget> byDeployment) {
        this.byProvider = byProvider;
        this.byTag = byTag;
        this.byDeployment = byDeployment;
    }

    /**
     * @param before the budgets of the configuration before, whose spend goes on counting
     * @throws ConfigurationException for a budget that cannot be meant
     */
    public static Budgets read(Configuration configuration, Optional<Budgets> before) {
        Map<String, Budget> byProvider =
                named("provider:", configuration.router().section("provider_budget_config"));
        Map<String, Budget> byTag = named("tag:", tags(configuration));
        Map<String, Budget> byDeployment = new HashMap<>();
        for (DeploymentEntry entry : configuration.models()) {
            read("deployment:" + entry.id(), entry.params(), "max_budget", "budget_duration")
                    .ifPresent(budget -> byDeployment.put(entry.id(), budget));
        }
        before.ifPresent(old -> {
            byProvider.replaceAll((name, budget) -> budget.continuing(old.byProvider.get(name)));
            byTag.replaceAll((tag, budget) -> budget.continuing(old.byTag.get(tag)));
            byDeployment.replaceAll((id, budget) -> budget.continuing(old.byDeployment.get(id)));
        });
        return new Budgets(Map.copyOf(byProvider), Map.copyOf(byTag), Map.copyOf(byDeployment));
    }

    /** LiteLLM's proxy reads them from {@code litellm_settings}, its router takes them as an argument: both places count. */
    private static Settings tags(Configuration configuration) {
        Settings ofLitellm = configuration.litellm().section("tag_budget_config");
        return ofLitellm.values().isEmpty() ? configuration.router().section("tag_budget_config") : ofLitellm;
    }

    /** Limit and period go by the names of either of LiteLLM's forms. */
    private static Map<String, Budget> named(String kind, Settings sections) {
        Map<String, Budget> budgets = new HashMap<>();
        for (String name : sections.values().keySet()) {
            Settings section = sections.section(name);
            read(kind + name, section, "budget_limit", "time_period")
                    .or(() -> read(kind + name, section, "max_budget", "budget_duration"))
                    .ifPresent(budget -> budgets.put(name, budget));
        }
        return budgets;
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
        return byProvider.isEmpty() && byTag.isEmpty() && byDeployment.isEmpty();
    }

    /** What pays the calls of one deployment; the budgets of a call's tags do too. */
    public record Purse(@Nullable Budget provider, @Nullable Budget deployment) {}

    public Purse of(String provider, String deploymentId) {
        return new Purse(byProvider.get(provider), byDeployment.get(deploymentId));
    }

    /** Nano-dollars that the tightest of a call's tags has left; {@link Long#MAX_VALUE} when none has a budget. */
    public long left(List<String> tags, long nowMillis) {
        long left = Long.MAX_VALUE;
        if (!byTag.isEmpty()) {
            for (String tag : tags) {
                left = Math.min(left, left(byTag.get(tag), nowMillis));
            }
        }
        return left;
    }

    /** Nano-dollars; {@link Long#MAX_VALUE} without a budget. */
    public static long left(@Nullable Budget budget, long nowMillis) {
        return budget == null ? Long.MAX_VALUE : budget.left(nowMillis);
    }

    /** A tag that a call carries twice pays once. */
    public void spend(String provider, String deploymentId, List<String> tags, long nowMillis, Money amount) {
        spend(byProvider.get(provider), nowMillis, amount);
        spend(byDeployment.get(deploymentId), nowMillis, amount);
        if (!byTag.isEmpty()) {
            Set.copyOf(tags).forEach(tag -> spend(byTag.get(tag), nowMillis, amount));
        }
    }

    private static void spend(@Nullable Budget budget, long nowMillis, Money amount) {
        if (budget != null) {
            budget.spend(nowMillis, amount);
        }
    }

    /** Tells the fleet and learns from it, as {@link io.sluice.router.measure.UsageExchange}. */
    public CompletionStage<Void> exchange(SharedCounters counters, long nowMillis) {
        Map<String, List<Budget>> byWindow = new TreeMap<>();
        Stream.of(byProvider, byTag, byDeployment)
                .flatMap(budgets -> budgets.values().stream())
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
