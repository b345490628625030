package io.sluice.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.ConfigurationLoader;
import io.sluice.contracts.routing.DeploymentOffer;
import io.sluice.contracts.routing.ShadowRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ModelHealthTest {

    private final Map<String, CompletableFuture<ProbeResult>> probes = new LinkedHashMap<>();
    private final Prober prober = new Prober() {
        @Override
        public Optional<String> cannot(DeploymentOffer deployment) {
            return Optional.ofNullable(deployment.probe().model()).isEmpty()
                    ? Optional.of("wildcard")
                    : Optional.empty();
        }

        @Override
        public CompletionStage<ProbeResult> probe(DeploymentOffer deployment, long timeoutMillis) {
            return probes.computeIfAbsent(deployment.id(), id -> new CompletableFuture<>());
        }
    };
    private long now = 1_000_000_000_000L;

    private ModelHealth health(String yaml) {
        return new ModelHealth(prober, HealthSettings.read(ConfigurationLoader.parse(yaml, Map.of())), () -> now);
    }

    private static DeploymentOffer deployment(String id, String model) {
        return new DeploymentOffer(
                id,
                "g",
                "m",
                "",
                null,
                List.of(),
                null,
                new DeploymentOffer.ProbeRules(-1, true, model),
                ShadowRules.NONE);
    }

    private void answer(String id, long cost) {
        probes.remove(id).complete(new ProbeResult(id, 5, now, cost, null));
    }

    @Test
    void shouldLookAtNoMoreThanItMayAtOnce() {
        ModelHealth health = health("general_settings: {health_check_concurrency: 2}");
        List<DeploymentOffer> three = List.of(deployment("a", "m"), deployment("b", "m"), deployment("c", "m"));
        CompletableFuture<List<ProbeResult>> results = health.check(three);
        assertThat(probes.keySet()).containsExactly("a", "b");
        answer("a", 0);
        assertThat(probes.keySet()).containsExactly("b", "c");
        answer("b", 0);
        answer("c", 0);
        assertThat(results.join()).hasSize(3).allMatch(ProbeResult::healthy);
    }

    @Test
    void shouldLookAgainOnceAResultIsOld() {
        ModelHealth health = health("sluice_settings: {health_check_min_interval: 10}");
        List<DeploymentOffer> one = List.of(deployment("a", "m"));
        health.check(one);
        answer("a", 0);
        now += 9_000;
        assertThat(health.check(one)).isCompleted();
        now += 2_000;
        assertThat(health.check(one)).isNotCompleted();
    }

    @Test
    void shouldStopWhenTheBudgetOfTheDayIsUsedUpAndGoOnTheNextDay() {
        ModelHealth health = health("sluice_settings: {health_check_budget: 0.01}");
        health.check(List.of(deployment("a", "m")));
        answer("a", 10_000_000);
        assertThat(health.check(List.of(deployment("b", "m"))).join())
                .singleElement()
                .extracting(ProbeResult::error)
                .isEqualTo(ModelHealth.BUDGET_USED);
        now += 86_400_000;
        assertThat(health.check(List.of(deployment("b", "m")))).isNotCompleted();
    }

    @Test
    void shouldStopInTheMiddleOfARound() {
        ModelHealth health =
                health("general_settings: {health_check_concurrency: 1}\nsluice_settings: {health_check_budget: 0.01}");
        var round = health.check(List.of(deployment("a", "m"), deployment("b", "m"), deployment("c", "m")));
        answer("a", 10_000_000);
        assertThat(round.join())
                .extracting(ProbeResult::error)
                .containsExactly(null, ModelHealth.BUDGET_USED, ModelHealth.BUDGET_USED);
    }

    @Test
    void shouldLeaveOutWhatCannotBeLookedAt() {
        assertThat(health("{}").check(List.of(deployment("a", null))).join()).isEmpty();
    }

    @Test
    void shouldKeepTheNewerOfTwoResults() {
        ModelHealth health = health("{}");
        List<ProbeResult> newer = new ArrayList<>(List.of(new ProbeResult("a", 1, 20, 0, "new")));
        health.learn(newer);
        health.learn(List.of(new ProbeResult("a", 1, 10, 0, null)));
        assertThat(health.known()).extracting(ProbeResult::error).containsExactly("new");
    }
}
