package io.sluice.router.group;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.Environment;
import io.sluice.configuration.Settings;
import io.sluice.contracts.money.Money;
import io.sluice.router.budget.Budgets;
import io.sluice.router.cooldown.BreakerRules;
import io.sluice.router.cooldown.Breakers;
import io.sluice.router.cooldown.CooldownSettings;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.cooldown.SharedHealth;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.hedge.HedgeSettings;
import io.sluice.router.hedge.Hedging;
import io.sluice.router.limit.RouterLimits;
import io.sluice.router.measure.MeterSettings;
import io.sluice.router.measure.Meters;
import io.sluice.router.queue.Lines;
import io.sluice.router.region.Place;
import io.sluice.router.retry.RetryBudget;
import io.sluice.router.retry.RetrySettings;
import io.sluice.router.strategy.Candidate;
import io.sluice.router.strategy.Chooser;
import io.sluice.router.strategy.RoutingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Groups of made-up deployments, configured as a file would. */
public final class PlanFixture {

    private final Settings router;
    private final LongSupplier clock;
    private final Breakers breakers;
    private final Meters meters;
    private final RouterLimits limits;
    private final Optional<HedgeSettings> hedge;
    private final Lines lines = new Lines();

    public PlanFixture(
            Map<String, Object> routerSettings,
            Map<String, Object> sluiceSettings,
            SharedHealth health,
            LongSupplier clock) {
        this(routerSettings, sluiceSettings, health, RouterLimits.Grantors.alone(clock), clock);
    }

    /** @param grantors shared by fixtures that are routers of one installation */
    public PlanFixture(
            Map<String, Object> routerSettings,
            Map<String, Object> sluiceSettings,
            SharedHealth health,
            RouterLimits.Grantors grantors,
            LongSupplier clock) {
        this.limits = new RouterLimits(grantors, clock);
        this.router = new Settings("router_settings", routerSettings);
        this.clock = clock;
        this.breakers = new Breakers(health, clock);
        this.meters = new Meters(MeterSettings.read(router.section("routing_strategy_args")));
        this.hedge = HedgeSettings.read(new Settings("sluice_settings", sluiceSettings));
    }

    public static Candidate candidate(String id, int order, double weight) {
        return candidate(id, order, weight, Double.NaN);
    }

    private static Candidate candidate(String id, int order, double weight, double maxParallel) {
        return new Candidate(
                id,
                "openai",
                order,
                weight,
                Double.NaN,
                Double.NaN,
                maxParallel,
                10,
                0,
                Set.of(),
                Set.of(),
                List.of(),
                Place.UNKNOWN,
                Double.NaN,
                false,
                0);
    }

    /** Takes one call at once. */
    static Candidate oneAtOnce(String id) {
        return candidate(id, 1, 1, 1);
    }

    public GroupPlan plan(String name, Candidate... candidates) {
        BreakerRules rules = BreakerRules.of(CooldownSettings.read(router));
        List<Member> members = new ArrayList<>();
        for (Candidate each : candidates) {
            members.add(new Member(
                    each,
                    meters.of(each.id()),
                    breakers.of(each.id(), rules, 0),
                    limits.of(each.id(), each.maxParallel(), each.rpm(), each.tpm()),
                    "openai-chat",
                    -1));
        }
        RetryBudget budget = new RetryBudget();
        Configuration configuration = new Configuration(
                Optional.empty(),
                List.of(),
                router,
                Settings.empty("litellm_settings"),
                Settings.empty("general_settings"),
                Settings.empty("sluice_settings"),
                new Environment(Map.of()),
                List.of());
        return new GroupPlan(
                name,
                members,
                new Chooser(RoutingRules.read(router, name, false)
                        .limiting(
                                members.stream().anyMatch(each -> each.limits().limitsCalls()),
                                members.stream().anyMatch(each -> each.limits().limitsRates()))),
                new GroupPlan.Shared(
                        breakers,
                        Budgets.read(configuration, Optional.empty()),
                        RetrySettings.read(router, Settings.empty("litellm_settings")),
                        budget,
                        hedge.map(settings -> new Hedging(settings, budget)),
                        lines.of(name),
                        clock));
    }

    public Lines lines() {
        return lines;
    }

    public RouterLimits limits() {
        return limits;
    }

    public Meters meters() {
        return meters;
    }

    public Breakers breakers() {
        return breakers;
    }

    static Step fail(GroupCall call, Step step, ErrorClass errorClass, long retryAfterMillis) {
        return call.failed(
                ((Step.Try) step).ticket(),
                Fault.answered(errorClass, errorClass.status(), retryAfterMillis),
                Money.ZERO);
    }

    static Step fail(GroupCall call, Step step, ErrorClass errorClass) {
        return fail(call, step, errorClass, -1);
    }

    static void succeed(GroupCall call, Step step) {
        Ticket ticket = ((Step.Try) step).ticket();
        call.firstContent(ticket, 100_000);
        call.succeeded(ticket, 500_000, 100_000, 60, 10, Money.ZERO);
    }

    static String id(Step step) {
        return ((Step.Try) step).ticket().candidate().id();
    }
}
