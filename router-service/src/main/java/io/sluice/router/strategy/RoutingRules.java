package io.sluice.router.strategy;

import io.sluice.configuration.Settings;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a model group chooses.
 *
 * @param tags empty: tags do not matter ({@code enable_tag_filtering: false})
 * @param preCallChecks {@code enable_pre_call_checks}: capabilities, context window and limits
 * @param affinity what keeps calls together ({@code optional_pre_call_checks})
 * @param budgets any provider, tag or deployment has a budget
 * @param calls deployments may be out because of {@code max_parallel_requests}
 * @param rates deployments may be out because of {@code rpm} and {@code tpm}
 */
public record RoutingRules(
        Strategy strategy,
        Optional<TagRule> tags,
        boolean preCallChecks,
        AffinityRules affinity,
        boolean budgets,
        boolean calls,
        boolean rates) {

    public static RoutingRules plain(Strategy strategy) {
        return new RoutingRules(strategy, Optional.empty(), false, AffinityRules.NONE, false, false, strategy.limits());
    }

    /**
     * What {@code router_settings} say for a group. {@code routing_groups} give some groups a strategy of their own. {@code rates} is whether LiteLLM
     * would take them for limits.
     *
     * @throws io.sluice.configuration.ConfigurationException for a strategy that nobody knows
     */
    public static RoutingRules read(Settings router, String group, boolean budgets) {
        Settings strategy = strategyOf(router, group);
        Strategy chosen = Strategies.of(
                strategy.string("routing_strategy").orElse("simple-shuffle"),
                strategy.section("routing_strategy_args"));
        Optional<TagRule> tags = router.flag("enable_tag_filtering", false)
                ? Optional.of(new TagRule(router.flag("tag_filtering_match_any", true)))
                : Optional.empty();
        boolean checks = router.flag("enable_pre_call_checks", false);
        List<String> optionalChecks = router.strings("optional_pre_call_checks");
        return new RoutingRules(
                chosen,
                tags,
                checks,
                AffinityRules.read(optionalChecks),
                budgets,
                false,
                checks || chosen.limits() || optionalChecks.contains("enforce_model_rate_limits"));
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

    /** The same for a group of which this is limited. */
    public RoutingRules limiting(boolean byCalls, boolean byRates) {
        return new RoutingRules(strategy, tags, preCallChecks, affinity, budgets, byCalls, byRates);
    }

    Set<Signal> signals() {
        Set<Signal> signals = EnumSet.of(Signal.AVAILABLE_AT);
        signals.addAll(strategy.signals());
        if (rates) {
            signals.add(Signal.REQUESTS_LEFT);
            signals.add(Signal.TOKENS_LEFT);
        }
        if (calls) {
            signals.add(Signal.CALLS_LEFT);
        }
        if (budgets) {
            signals.add(Signal.BUDGET_LEFT);
        }
        return signals;
    }
}
