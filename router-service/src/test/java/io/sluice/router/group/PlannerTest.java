package io.sluice.router.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.configuration.Environment;
import io.sluice.configuration.Settings;
import io.sluice.contracts.money.Money;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.cooldown.Breakers;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.limit.RouterLimits;
import io.sluice.router.measure.MeterSettings;
import io.sluice.router.measure.Meters;
import io.sluice.router.strategy.Candidate;
import io.sluice.router.strategy.RouteFacts;
import io.sluice.router.strategy.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Catalog CATALOG = Catalog.load();

    private long now = 1_800_000_000_000L;
    private final Keep keep = new Keep(
            new Meters(MeterSettings.DEFAULT),
            new Breakers(new LocalHealth(() -> now).router("r"), () -> now),
            new RouterLimits(RouterLimits.Grantors.alone(() -> now), () -> now),
            () -> now);
    private final List<DeploymentEntry> models = new ArrayList<>();
    private final Map<String, Object> router = new HashMap<>();
    private final Map<String, Object> sluice = new HashMap<>();

    private void model(String name, String id, Map<String, Object> params, Map<String, Object> info) {
        Map<String, Object> all = new HashMap<>(Map.of("model", "openai/gpt-4o-mini", "api_key", "k"));
        all.putAll(params);
        models.add(new DeploymentEntry(
                name, id, new Settings("litellm_params", all), new Settings("model_info", info), Optional.empty()));
    }

    private Configuration configuration() {
        return new Configuration(
                Optional.empty(),
                models,
                new Settings("router_settings", router),
                Settings.empty("litellm_settings"),
                Settings.empty("general_settings"),
                new Settings("sluice_settings", sluice),
                new Environment(Map.of()),
                List.of());
    }

    private GroupPlan plan(String name) {
        Configuration configuration = configuration();
        Resolution resolution = new DeploymentTable(configuration, CATALOG, wire -> true).resolve(name);
        return new Planner(configuration, keep).plan((Resolution.Group) resolution);
    }

    private Step begin(GroupPlan plan) {
        return call(plan).begin();
    }

    private GroupCall call(GroupPlan plan) {
        return plan.call(RouteFacts.PLAIN, new CallTerms(-1, now + 60_000, false), 1);
    }

    private void fail(GroupPlan plan, ErrorClass errorClass) {
        GroupCall call = call(plan);
        call.failed(
                ((Step.Try) call.begin()).ticket(), Fault.answered(errorClass, errorClass.status(), -1), Money.ZERO);
    }

    @Test
    void shouldReadWhatAnEntrySays() {
        sluice.put("region", "eu-central-1");
        model(
                "g",
                "d",
                Map.of(
                        "weight",
                        3,
                        "rpm",
                        "60",
                        "order",
                        2,
                        "tags",
                        List.of("free"),
                        "region_name",
                        "us-east-1",
                        "input_cost_per_token",
                        0.5,
                        "output_cost_per_token",
                        1.5),
                Map.of("tpm", 1000, "canary", 0.1, "retention", "none", "max_input_tokens", 77));
        Candidate candidate = plan("g").candidates().get(0);

        assertThat(candidate.id()).isEqualTo("d");
        assertThat(candidate.weight()).isEqualTo(3);
        assertThat(candidate.rpm()).isEqualTo(60);
        assertThat(candidate.tpm()).isEqualTo(1000);
        assertThat(candidate.order()).isEqualTo(2);
        assertThat(candidate.tags()).isEqualTo(Set.of("free"));
        assertThat(candidate.cost()).isEqualTo(2.0);
        assertThat(candidate.place().jurisdiction()).isEqualTo("us");
        assertThat(candidate.awayMillis()).isBetween(90.0, 105.0);
        assertThat(candidate.share()).isEqualTo(0.1);
        assertThat(candidate.zeroRetention()).isTrue();
        assertThat(candidate.maxInputTokens()).isEqualTo(77);
    }

    @Test
    void shouldTakeWhatIsMeasuredOverAReloadUnlessTheDeploymentChanged() {
        model("g", "a", Map.of(), Map.of());
        model("g", "b", Map.of(), Map.of());
        GroupPlan before = plan("g");
        fail(before, ErrorClass.RATE_LIMIT);
        fail(before, ErrorClass.RATE_LIMIT);
        assertThat(keep.breakers().conditions())
                .allSatisfy((id, condition) -> assertThat(condition.availableAt())
                        .as(id)
                        .satisfiesAnyOf(
                                at -> assertThat(at).isZero(),
                                at -> assertThat(at).isGreaterThan(now)));

        GroupPlan after = plan("g");
        assertThat(after.look(RouteFacts.PLAIN).get(io.sluice.router.strategy.Signal.AVAILABLE_AT, 0))
                .isEqualTo(before.look(RouteFacts.PLAIN).get(io.sluice.router.strategy.Signal.AVAILABLE_AT, 0));
        assertThat(after.line()).as("who waits goes on waiting").isSameAs(before.line());

        models.clear();
        model("g", "a", Map.of("api_key", "another"), Map.of());
        assertThat(begin(plan("g"))).isInstanceOf(Step.Try.class);
        assertThat(keep.breakers().conditions()).containsOnlyKeys("a");
    }

    @Test
    void shouldGiveADeploymentItsOwnCooldown() {
        router.put("cooldown_time", 30);
        model("g", "a", Map.of("cooldown_time", 1), Map.of());
        model("g", "b", Map.of("cooldown_time", 1), Map.of());
        GroupPlan plan = plan("g");
        fail(plan, ErrorClass.RATE_LIMIT);

        assertThat(keep.breakers().conditions().values().stream()
                        .mapToLong(each -> each.availableAt())
                        .max())
                .hasValue(now + 1_000);
    }

    @Test
    void shouldNotRestAWildcardForAModelThatDoesNotExist() {
        model("openai/*", "a", Map.of("model", "openai/*"), Map.of());
        model("openai/*", "b", Map.of("model", "openai/*"), Map.of());
        for (int i = 0; i < 20; i++) {
            fail(plan("openai/gpt-" + i), ErrorClass.NOT_FOUND);
        }
        assertThat(keep.breakers().conditions().values()).allMatch(each -> each.availableAt() == 0);
    }

    @Test
    void shouldLeaveOutADeploymentWhoseBudgetIsSpent() {
        model("g", "a", Map.of("max_budget", 0.001, "budget_duration", "1d"), Map.of());
        GroupPlan plan = plan("g");
        GroupCall call = call(plan);
        call.succeeded(((Step.Try) call.begin()).ticket(), 1, -1, 1, 1, Money.ofNanos(1_000_000));

        assertThat(begin(plan)).isEqualTo(new Step.Nobody(Verdict.BUDGET, -1));
        assertThat(begin(plan("g"))).as("after a reload").isEqualTo(new Step.Nobody(Verdict.BUDGET, -1));
    }

    @Test
    void shouldRefuseSettingsThatCannotBeMeantAndChangeNothing() {
        model("g", "a", Map.of(), Map.of());
        plan("g");
        models.clear();
        router.put("routing_strategy", "by-mood");

        assertThatThrownBy(() -> new Planner(configuration(), keep))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("by-mood");
        assertThat(keep.breakers().conditions()).containsOnlyKeys("a");
    }
}
