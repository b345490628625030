package io.sluice.router.group;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.configuration.Settings;
import io.sluice.router.budget.Budgets;
import io.sluice.router.cooldown.BreakerRules;
import io.sluice.router.cooldown.Breakers;
import io.sluice.router.cooldown.CooldownSettings;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.hedge.HedgeSettings;
import io.sluice.router.hedge.Hedging;
import io.sluice.router.limit.DeploymentLimits;
import io.sluice.router.measure.MeterSettings;
import io.sluice.router.measure.Meters;
import io.sluice.router.queue.Line;
import io.sluice.router.queue.Lines;
import io.sluice.router.queue.QueueSettings;
import io.sluice.router.region.Place;
import io.sluice.router.region.Regions;
import io.sluice.router.retry.RetryBudget;
import io.sluice.router.retry.RetrySettings;
import io.sluice.router.strategy.Candidate;
import io.sluice.router.strategy.CandidateFactory;
import io.sluice.router.strategy.Chooser;
import io.sluice.router.strategy.RoutingRules;
import io.sluice.router.strategy.Strategies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes plans of groups from a configuration. One by reload; what it measures with stays ({@link Keep}). Making a plan costs a look at each
 * deployment, so that a plan should be kept as long as the {@link Resolution} that it belongs to. Thread-safe.
 */
public final class Planner {

    private final Configuration configuration;
    private final Keep keep;
    private final Map<String, DeploymentEntry> entries = new HashMap<>();
    private final CandidateFactory candidates;
    private final CooldownSettings cooldowns;
    private final RetrySettings retries;
    private final Optional<HedgeSettings> hedge;
    private final QueueSettings queue;
    private final Budgets budgets;
    private final boolean enforceRates;

    /** Throws {@link io.sluice.configuration.ConfigurationException} for settings that cannot be meant; then nothing has changed. */
    public Planner(Configuration configuration, Keep keep) {
        this.configuration = configuration;
        this.keep = keep;
        configuration.models().forEach(entry -> entries.putIfAbsent(entry.id(), entry));
        Place here =
                configuration.sluice().string("region").flatMap(Regions::find).orElse(Place.UNKNOWN);
        candidates = new CandidateFactory(here);
        cooldowns = CooldownSettings.read(configuration.router());
        retries = RetrySettings.read(configuration.router(), configuration.litellm());
        hedge = HedgeSettings.read(configuration.sluice());
        queue = QueueSettings.read(configuration.router(), configuration.sluice());
        enforceRates = configuration.sluice().flag("enforce_deployment_limits", true);
        budgets = Budgets.read(configuration, Optional.of(keep.budgets()));
        var _ = RoutingRules.read(configuration.router(), "", false);
        keep.budgets(budgets);
        keep.meters().retain(entries.keySet());
        keep.breakers().retain(entries.keySet());
        keep.limits().retain(entries.keySet());
    }

    public GroupPlan plan(Resolution.Group group) {
        RoutingRules rules = RoutingRules.read(configuration.router(), group.group(), !budgets.none());
        boolean rates = enforceRates || rules.rates();
        List<Member> members = new ArrayList<>();
        for (Deployment deployment : group.deployments()) {
            members.add(member(deployment, rates));
        }
        RoutingRules limiting = rules.limiting(
                members.stream().anyMatch(each -> each.limits().limitsCalls()),
                members.stream().anyMatch(each -> each.limits().limitsRates()));
        RetryBudget retryBudget = keep.retryBudget(group.group());
        Line line = keep.lines().of(group.group());
        line.most(queue.maxLength());
        return new GroupPlan(
                group.group(),
                members,
                new Chooser(limiting),
                new GroupPlan.Shared(
                        keep.breakers(),
                        budgets,
                        retries,
                        retryBudget,
                        hedge.map(settings -> new Hedging(settings, retryBudget)),
                        line,
                        keep.clock()));
    }

    /** A plan for one look at the health of one deployment: nothing that was measured keeps it from being called, and nothing is kept of it. */
    public GroupPlan probe(Resolution.Group group) {
        Deployment deployment = group.deployments().getFirst();
        Breakers breakers = new Breakers(new LocalHealth(keep.clock()).router("probe"), keep.clock());
        Member member = new Member(
                candidates.make(deployment, Settings.empty("model_info")),
                new Meters(MeterSettings.DEFAULT).of(deployment.id()),
                breakers.of(deployment.id(), BreakerRules.of(cooldowns), 0),
                DeploymentLimits.NONE,
                deployment.target().provider().wire(),
                0);
        return new GroupPlan(
                group.group(),
                List.of(member),
                new Chooser(
                        RoutingRules.plain(Strategies.of("simple-shuffle", Settings.empty("routing_strategy_args")))),
                new GroupPlan.Shared(
                        breakers,
                        budgets,
                        retries,
                        new RetryBudget(),
                        Optional.empty(),
                        new Lines().of(group.group()),
                        keep.clock()));
    }

    private Member member(Deployment deployment, boolean rates) {
        DeploymentEntry entry = entries.get(deployment.id());
        Settings params = deployment.target().params();
        Settings info = entry == null ? Settings.empty("model_info") : entry.info();
        boolean wildcard = entry != null && entry.modelName().contains("*");
        BreakerRules rules = new BreakerRules(cooldowns.of(info), ownCooldown(params, info), wildcard);
        Candidate candidate = candidates.make(deployment, info);
        return new Member(
                candidate,
                keep.meters().of(deployment.id()),
                keep.breakers().of(deployment.id(), rules, params.values().hashCode()),
                keep.limits()
                        .of(
                                candidate.id(),
                                candidate.maxParallel(),
                                rates ? candidate.rpm() : Double.NaN,
                                rates ? candidate.tpm() : Double.NaN),
                deployment.target().provider().wire(),
                deployment.retries());
    }

    private static OptionalLong ownCooldown(Settings params, Settings info) {
        long own = params.millis("cooldown_time");
        long millis = own >= 0 ? own : info.millis("cooldown_time");
        return millis >= 0 ? OptionalLong.of(millis) : OptionalLong.empty();
    }
}
