package io.sluice.router.strategy;

import io.sluice.configuration.Settings;
import io.sluice.router.budget.Budgets;
import io.sluice.router.cooldown.Breaker;
import io.sluice.router.cooldown.BreakerRules;
import io.sluice.router.cooldown.Breakers;
import io.sluice.router.cooldown.CooldownSettings;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.limit.DeploymentLimits;
import io.sluice.router.limit.RouterLimits;
import io.sluice.router.measure.Meter;
import io.sluice.router.measure.MeterSettings;
import io.sluice.router.measure.Meters;
import io.sluice.router.region.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What a choice costs: looking at everything that is measured of a group, and choosing. The promise is 10 us for 100 deployments. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChooseBenchmark {

    @Param({
        "simple-shuffle",
        "least-busy",
        "usage-based-routing-v2",
        "latency-based-routing",
        "cost-based-routing",
        "geo-routing",
        "affinity"
    })
    String strategy = "";

    @Param({"3", "100"})
    int deployments;

    private static final long NOW = 1_800_000_000_000L;

    private Chooser chooser = new Chooser(RoutingRules.plain(Strategies.of("simple-shuffle", Settings.empty("args"))));
    private Candidates candidates = new Candidates(List.of(candidate(0)));
    private Watch watch = watch(candidates);
    private RouteFacts facts = RouteFacts.PLAIN;
    private long seed;

    private static Candidate candidate(int i) {
        return new Candidate(
                "deployment-" + i,
                "openai",
                1,
                1 + i % 5,
                1e9,
                1e12,
                Double.NaN,
                1e-6 * (1 + i % 7),
                128_000,
                Set.of(),
                i % 4 == 0 ? Set.of("free", "default") : Set.of("free"),
                List.of(),
                Place.UNKNOWN,
                5 + i % 11,
                false,
                0);
    }

    private static Watch watch(Candidates candidates) {
        Meters meters = new Meters(MeterSettings.DEFAULT);
        Breakers breakers = new Breakers(new LocalHealth(() -> NOW).router("r"), () -> NOW);
        BreakerRules rules = BreakerRules.of(CooldownSettings.DEFAULT);
        RouterLimits limits = new RouterLimits(RouterLimits.Grantors.alone(() -> NOW), () -> NOW);
        List<DeploymentLimits> limitsOf = new ArrayList<>();
        List<Meter> meterOf = new ArrayList<>();
        List<Breaker> breakerOf = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            String id = candidates.get(i).id();
            Meter meter = meters.of(id);
            for (int call = 0; call < 20; call++) {
                meter.began(100);
                meter.answered(NOW, 500_000 + 1_000 * i, 100_000 + i, 300, 100);
                meter.connected(NOW, 20_000 + i);
                if (call % 3 > 0) {
                    meter.ended(100);
                }
            }
            DeploymentLimits limited = limits.of(id, 1_000, 1e9, 1e12);
            var _ = limited.take(100, NOW);
            limitsOf.add(limited);
            meterOf.add(meter);
            breakerOf.add(breakers.of(id, rules, 0));
        }
        return new Watch(candidates, new Watch.Source() {
            @Override
            public Meter meter(int candidate) {
                return meterOf.get(candidate);
            }

            @Override
            public Breaker breaker(int candidate) {
                return breakerOf.get(candidate);
            }

            @Override
            public DeploymentLimits limits(int candidate) {
                return limitsOf.get(candidate);
            }

            @Override
            public Budgets budgets() {
                return Budgets.NONE;
            }
        });
    }

    @Setup
    public void prepare() {
        boolean bound = strategy.equals("affinity");
        Strategy made = Strategies.of(bound ? "simple-shuffle" : strategy, Settings.empty("args"));
        chooser = new Chooser(new RoutingRules(
                made,
                Optional.of(new TagRule(true)),
                false,
                new AffinityRules(bound, bound, false),
                false,
                true,
                true));
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < deployments; i++) {
            all.add(candidate(i));
        }
        candidates = new Candidates(all);
        watch = watch(candidates);
        facts = new RouteFacts(
                List.of("free"), true, "", 500, 0, true, Set.of(), Residency.ANYWHERE, bound ? 4711 : 0, Set.of());
    }

    @Benchmark
    public Decision lookAndChoose() {
        return chooser.choose(facts, candidates, watch.look(chooser.layout(), List.of(), NOW), seed++);
    }

    /** {@code ./sluice bench --only strategies} and people. */
    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(ChooseBenchmark.class.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
