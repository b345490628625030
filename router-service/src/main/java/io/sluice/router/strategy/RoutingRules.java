package io.sluice.router.strategy;

import io.sluice.configuration.Settings;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a model group chooses.
 *
 * @param tags empty: tags do not matter ({@code enable_tag_filtering: false})
 * @param preCallChecks {@code enable_pre_call_checks}: capabilities, context window and limits
 * @param affinity what keeps calls together ({@code optional_pre_call_checks})
 * @param budgets any provider or deployment has a budget
 * @param parallel any deployment of the group has {@code max_parallel_requests}
 */
public record RoutingRules(
        Strategy strategy,
        Optional<TagRule> tags,
        boolean preCallChecks,
        AffinityRules affinity,
        boolean budgets,
        boolean parallel) {

    public static RoutingRules plain(Strategy strategy) {
        return new RoutingRules(strategy, Optional.empty(), false, AffinityRules.NONE, false, false);
    }

    /**
     * What {@code router_settings} say for a group. {@code routing_groups} give some groups a strategy of their own.
     *
     * @throws io.sluice.configuration.ConfigurationException for a strategy that nobody knows
     */
    public static RoutingRules read(Settings router, String group, boolean budgets, boolean parallel) {
        Settings strategy = strategyOf(router, group);
        Strategy chosen = Strategies.of(
                strategy.string("routing_strategy").orElse("simple-shuffle"),
                strategy.section("routing_strategy_args"));
        Optional<TagRule> tags = router.flag("enable_tag_filtering", false)
                ? Optional.of(new TagRule(router.flag("tag_filtering_match_any", true)))
                : Optional.empty();
        return new RoutingRules(
                chosen,
                tags,
                router.flag("enable_pre_call_checks", false),
                AffinityRules.read(router.strings("optional_pre_call_checks")),
                budgets,
                parallel);
    }

    private static Settings strategyOf(Settings router, String group) {
        for (Object element : router.list("routing_groups")) {
            if (element instanceof Map<?, ?> map) {
                Settings own = new Settings(router.path() + ".routing_groups", Settings.stringKeys(map));
                if (own.strings("models").contains(group)) {
                    return own;
                }
            }
        }
        return router;
    }

    /** Whether {@code rpm} and {@code tpm} keep a deployment out. */
    boolean limits() {
        return preCallChecks || strategy.limits();
    }

    Set<Signal> signals() {
        Set<Signal> signals = EnumSet.of(Signal.AVAILABLE_AT);
        signals.addAll(strategy.signals());
        if (limits()) {
            signals.add(Signal.TOKENS);
            signals.add(Signal.REQUESTS);
        }
        if (parallel) {
            signals.add(Signal.IN_FLIGHT);
        }
        if (budgets) {
            signals.add(Signal.BUDGET_LEFT);
        }
        return signals;
    }
}
