package io.sluice.router.strategy;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.configuration.Environment;
import io.sluice.configuration.Settings;
import io.sluice.router.budget.Budgets;
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
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a choice costs: looking at what is measured of a group, and choosing; by what a group has by default ({@code plain}) and with every filter on
 * ({@code all}). The promise is 10 us for 100 deployments.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
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

    @Param({"plain", "all"})
    String rules = "";

    @Param({"3", "100"})
    int deployments;

    private static final List<String> TAGS = List.of("free");
    private static final long NOW = 1_800_000_000_000L;

    private Chooser chooser = new Chooser(RoutingRules.plain(Strategies.of("simple-shuffle", Settings.empty("args"))));
    private Candidates candidates = new Candidates(List.of(candidate(0)));
    private Watch watch = watch(candidates, Budgets.NONE);
    private RouteFacts facts = RouteFacts.PLAIN;
    private long seed;

    private static Candidate candidate(int i) {
        return new Candidate(
                "deployment-" + i,
                "openai",
                1 + i % 100 / 90,
                1 + i % 5,
                1e9,
                1e12,
                Double.NaN,
                1e-6 * (1 + i % 7),
                128_000,
                i % 9 == 0 ? Set.of("vision") : Set.of(),
                i % 4 == 0 ? Set.of("free", "default") : Set.of("free"),
                List.of(),
                Place.UNKNOWN,
                5 + i % 11,
                false,
                0);
    }

    private static Watch watch(Candidates candidates, Budgets budgets) {
        Meters meters = new Meters(MeterSettings.DEFAULT);
        Breakers breakers = new Breakers(new LocalHealth(() -> NOW).router("r"), () -> NOW);
        BreakerRules rules = BreakerRules.of(CooldownSettings.DEFAULT);
        RouterLimits limits = new RouterLimits(RouterLimits.Grantors.alone(() -> NOW), () -> NOW);
        List<Watch.Measured> measured = new ArrayList<>();
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
            measured.add(new Watch.Measured(meter, breakers.of(id, rules, 0), limited));
        }
        return new Watch(candidates, measured, budgets);
    }

    @Setup
    public void prepare() {
        boolean bound = strategy.equals("affinity");
        Strategy made = Strategies.of(bound ? "simple-shuffle" : strategy, Settings.empty("args"));
        boolean everything = rules.equals("all");
        chooser = new Chooser(new RoutingRules(
                made,
                everything ? Optional.of(new TagRule(true)) : Optional.empty(),
                everything,
                new AffinityRules(bound, bound, false),
                everything,
                everything,
                everything || made.limits()));
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < deployments; i++) {
            all.add(candidate(i));
        }
        candidates = new Candidates(all);
        watch = watch(candidates, everything ? budgets(all) : Budgets.NONE);
        facts = new RouteFacts(
                TAGS, true, "", 500, 0, true, List.of("vision"), Residency.ANYWHERE, bound ? 4711 : 0, Set.of());
    }

    private static Budgets budgets(List<Candidate> all) {
        Map<String, Object> budget = Map.of("max_budget", 1_000, "budget_duration", "1d");
        return Budgets.read(
                new Configuration(
                        Optional.empty(),
                        all.stream()
                                .map(each -> new DeploymentEntry(
                                        "g",
                                        each.id(),
                                        new Settings("litellm_params", budget),
                                        Settings.empty("model_info"),
                                        Optional.empty()))
                                .toList(),
                        new Settings("router_settings", Map.of("provider_budget_config", Map.of("openai", budget))),
                        new Settings("litellm_settings", Map.of("tag_budget_config", Map.of("free", budget))),
                        Settings.empty("general_settings"),
                        Settings.empty("sluice_settings"),
                        new Environment(Map.of()),
                        List.of()),
                Optional.empty());
    }

    /** What the thread itself took: the promise is of processor time, and others that use the machine do not count. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Processor {

        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        /** Nanoseconds of processor time a call: the mean, since JMH adds up what iterations say. */
        public long cpuNanos;

        private long begun;
        private long calls;

        @Setup(Level.Iteration)
        public void begin() {
            calls = 0;
            begun = THREADS.getCurrentThreadCpuTime();
        }

        @TearDown(Level.Iteration)
        public void end(BenchmarkParams params) {
            int iterations = params.getMeasurement().getCount() * params.getForks();
            cpuNanos = (THREADS.getCurrentThreadCpuTime() - begun) / Math.max(1, calls) / iterations;
        }
    }

    @Benchmark
    public Decision lookAndChoose(Processor processor) {
        processor.calls++;
        return chooser.choose(facts, candidates, watch.look(chooser.layout(), TAGS, NOW), seed++);
    }

    /** For people: on the module's test classpath. */
    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(ChooseBenchmark.class.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
