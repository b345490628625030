package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.configuration.Environment;
import io.sluice.configuration.Settings;
import io.sluice.contracts.money.Money;
import io.sluice.router.budget.Budgets;
import io.sluice.router.cooldown.BreakerRules;
import io.sluice.router.cooldown.Breakers;
import io.sluice.router.cooldown.CooldownSettings;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.limit.DeploymentLimits;
import io.sluice.router.measure.MeterSettings;
import io.sluice.router.measure.Meters;
import io.sluice.router.region.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final double NANOS = 1e9;
    private static final double NAN = Double.NaN;

    private static Candidate candidate(String id, String provider) {
        return new Candidate(
                id,
                provider,
                1,
                NAN,
                NAN,
                NAN,
                NAN,
                10,
                0,
                Set.of(),
                Set.of(),
                List.of(),
                Place.UNKNOWN,
                NAN,
                false,
                0);
    }

    private static Map<String, Object> budget(int dollars) {
        return Map.of("max_budget", dollars, "budget_duration", "1d");
    }

    @Test
    void shouldSeeTheTightestOfAllBudgetsThatPayWhereverADeploymentStands() {
        Budgets budgets = Budgets.read(
                new Configuration(
                        Optional.empty(),
                        List.of(new DeploymentEntry(
                                "g",
                                "own",
                                new Settings("litellm_params", budget(3)),
                                Settings.empty("model_info"),
                                Optional.empty())),
                        new Settings(
                                "router_settings",
                                Map.of("provider_budget_config", Map.of("a", budget(10), "b", budget(20)))),
                        new Settings("litellm_settings", Map.of("tag_budget_config", Map.of("tag", budget(15)))),
                        Settings.empty("general_settings"),
                        Settings.empty("sluice_settings"),
                        new Environment(Map.of()),
                        List.of()),
                Optional.empty());
        budgets.spend("b", "other", List.of(), NOW, Money.ofNanos(1_000_000_000));
        Candidates candidates = new Candidates(List.of(
                candidate("a", "a"),
                candidate("b", "b"),
                candidate("free", "c"),
                candidate("own", "a"),
                candidate("again", "a")));
        Meters meters = new Meters(MeterSettings.DEFAULT);
        Breakers breakers = new Breakers(new LocalHealth(() -> NOW).router("r"), () -> NOW);
        Watch watch = new Watch(
                candidates,
                IntStream.range(0, candidates.size())
                        .mapToObj(i -> new Watch.Measured(
                                meters.of(candidates.get(i).id()),
                                breakers.of(candidates.get(i).id(), BreakerRules.of(CooldownSettings.DEFAULT), 0),
                                DeploymentLimits.NONE))
                        .toList(),
                budgets);

        assertThat(seen(watch, candidates, List.of()))
                .containsExactly(10 * NANOS, 19 * NANOS, Double.POSITIVE_INFINITY, 3 * NANOS, 10 * NANOS);
        assertThat(seen(watch, candidates, List.of("tag")))
                .containsExactly(10 * NANOS, 15 * NANOS, 15 * NANOS, 3 * NANOS, 10 * NANOS);
    }

    private static double[] seen(Watch watch, Candidates candidates, List<String> tags) {
        Sight sight = watch.look(new Sight.Layout(Set.of(Signal.AVAILABLE_AT, Signal.BUDGET_LEFT)), tags, NOW);
        return IntStream.range(0, candidates.size())
                .mapToDouble(i -> sight.get(Signal.BUDGET_LEFT, i))
                .toArray();
    }
}
