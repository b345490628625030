package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.ConfigurationLoader;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.fallback.Fallbacks;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentTableTest {

    private static final String YAML = """
            model_list:
              - {model_name: gpt, litellm_params: {model: openai/gpt-4o, api_key: k}, model_info: {id: one, access_groups: [fast]}}
              - {model_name: gpt, litellm_params: {model: openai/gpt-4o-mini, api_key: k}, model_info: {id: two}}
              - {model_name: claude, litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: k}, model_info: {id: three}}
              - {model_name: 'openai/*', litellm_params: {model: 'openai/*', api_key: k}}
              - {model_name: 'openai/o3*', litellm_params: {model: 'groq/o3*', api_key: k}}
              - {model_name: '*', litellm_params: {model: 'openai/*', api_base: 'http://local/v1/'}}
              - {model_name: lonely, litellm_params: {model: openai/gpt-4o}}
            router_settings:
              model_group_alias:
                text: gpt
                shy: {model: claude, hidden: true}
                pool: [gpt, claude]
                behind: openai/gpt-4.1
                second: two
                both: [openai/gpt-4.1, claude]
              fallbacks: [{gpt: [claude]}]
            """;

    private final DeploymentTable table =
            new DeploymentTable(ConfigurationLoader.parse(YAML, Map.of()), EngineFixture.CATALOG, wire -> true);

    private List<String> ids(String model) {
        return group(model).deployments().stream().map(Deployment::id).toList();
    }

    private Resolution.Group group(String model) {
        assertThat(table.resolve(model)).isInstanceOf(Resolution.Group.class);
        return (Resolution.Group) table.resolve(model);
    }

    @Test
    void shouldResolveGroupsAliasesAndIds() {
        assertThat(ids("gpt")).containsExactly("one", "two");
        assertThat(group("text").group()).isEqualTo("gpt");
        assertThat(ids("shy")).containsExactly("three");
        assertThat(ids("pool")).containsExactly("one", "two", "three");
        assertThat(ids("two")).containsExactly("two");
        assertThat(group("two").group()).isEqualTo("gpt");
    }

    @Test
    void shouldTakeTheNamesOfAnAliasAsThoseOfACall() {
        assertThat(group("behind").group()).isEqualTo("openai/gpt-4.1");
        assertThat(group("behind").deployments().getFirst().target().providerModel())
                .isEqualTo("gpt-4.1");
        assertThat(ids("second")).containsExactly("two");
        assertThat(group("both").deployments())
                .extracting(deployment -> deployment.target().providerModel())
                .containsExactly("gpt-4.1", "claude-sonnet-4-5");
    }

    @Test
    void shouldLeaveOutWhatAnAliasNamesInVain() {
        DeploymentTable small =
                new DeploymentTable(ConfigurationLoader.parse("""
                        model_list: [{model_name: gpt, litellm_params: {model: openai/gpt-4o, api_key: k}}]
                        router_settings: {model_group_alias: {pool: [gpt, missing], none: missing}}
                        """, Map.of()), EngineFixture.CATALOG, wire -> true);

        assertThat(small.resolve("pool"))
                .isInstanceOfSatisfying(
                        Resolution.Group.class,
                        pool -> assertThat(pool.deployments()).hasSize(1));
        assertThat(small.resolve("none"))
                .isInstanceOfSatisfying(
                        Resolution.NoDeployment.class,
                        none -> assertThat(none.reason()).contains("no group of the alias [missing] exists"));
    }

    @Test
    void shouldKnowNoAliasOfNothing() {
        DeploymentTable named = new DeploymentTable(
                ConfigurationLoader.parse("router_settings: {model_group_alias: {empty: {hidden: true}}}", Map.of()),
                EngineFixture.CATALOG,
                wire -> true);

        assertThat(named.aliases()).isEmpty();
        assertThat(named.resolve("empty")).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void shouldGiveEveryDeploymentWhatItDoesNotSayItself() {
        DeploymentTable defaulted =
                new DeploymentTable(ConfigurationLoader.parse("""
                        model_list:
                          - {model_name: a, litellm_params: {model: openai/gpt-4o, api_key: k}}
                          - {model_name: b, litellm_params: {model: openai/gpt-4o, api_key: k, timeout: 3, rpm: 9}}
                        router_settings:
                          default_litellm_params: {timeout: 7, temperature: 0.1}
                          default_max_parallel_requests: 2
                        """, Map.of()), EngineFixture.CATALOG, wire -> true);
        Deployment a = defaulted.groups().get("a").getFirst();
        Deployment b = defaulted.groups().get("b").getFirst();

        assertThat(a.timeoutMillis()).isEqualTo(7_000);
        assertThat(b.timeoutMillis()).isEqualTo(3_000);
        assertThat(b.target().params().decimal("temperature")).hasValue(new BigDecimal("0.1"));
        assertThat(a.target().params().wholeNumber("max_parallel_requests")).hasValue(2L);
        assertThat(b.target().params().wholeNumber("max_parallel_requests"))
                .as("it has a limit of its own")
                .isEmpty();
    }

    @Test
    void shouldKnowTheAliasesOfLitellmsOwnMapAndNotListThem() {
        var configuration = ConfigurationLoader.parse("""
                model_list: [{model_name: gpt, litellm_params: {model: openai/gpt-4o, api_key: k}}]
                litellm_settings: {model_alias_map: {other: gpt}}
                """, Map.of());
        DeploymentTable mapped = new DeploymentTable(configuration, EngineFixture.CATALOG, wire -> true);

        assertThat(mapped.resolve("other"))
                .isInstanceOfSatisfying(
                        Resolution.Group.class,
                        found -> assertThat(found.group()).isEqualTo("gpt"));
        assertThat(offer(
                                ModelOffers.table(
                                        mapped, Fallbacks.read(configuration.router()), EngineFixture.CATALOG, 0),
                                "other")
                        .hidden())
                .isTrue();
    }

    @Test
    void shouldNotTakeWhatPassesThroughForAModelOfAGroupForEverything() {
        assertThat(table.resolve(PassThrough.group("mistral", "m"))).isNotInstanceOf(Resolution.Group.class);
    }

    @Test
    void shouldPreferTheMostSpecificPatternAndFillInTheText() {
        Deployment any = group("openai/gpt-x").deployments().getFirst();
        assertThat(any.target().provider().name()).isEqualTo("openai");
        assertThat(any.target().providerModel()).isEqualTo("gpt-x");
        Deployment special = group("openai/o3-mini").deployments().getFirst();
        assertThat(special.target().provider().name()).isEqualTo("groq");
        assertThat(special.target().providerModel()).isEqualTo("o3-mini");
        Deployment rest = group("whatever").deployments().getFirst();
        assertThat(rest.target().apiBase()).isEqualTo("http://local/v1");
        assertThat(rest.target().providerModel()).isEqualTo("whatever");
    }

    @Test
    void shouldKeepUnavailableDeploymentsWithTheirReason() {
        assertThat(table.resolve("lonely"))
                .isInstanceOfSatisfying(
                        Resolution.NoDeployment.class,
                        none -> assertThat(none.reason()).contains("OPENAI_API_KEY"));
        assertThat(table.status().unavailable())
                .extracting(deployment -> deployment.target().modelGroup())
                .contains("lonely");
    }

    @Test
    void shouldOfferAModelByTheNameThatItsProviderHasForItWhereNoOtherGroupIsMeant() {
        var configuration = ConfigurationLoader.parse("""
                model_list:
                  - {model_name: a, litellm_params: {model: openai/gpt-4o, api_key: k}}
                  - {model_name: a, litellm_params: {model: openai/gpt-4o, api_key: k2}}
                  - {model_name: b, litellm_params: {model: openai/gpt-4o-mini, api_key: k}}
                  - {model_name: c, litellm_params: {model: openai/gpt-4o-mini, api_key: k}}
                  - {model_name: d, litellm_params: {model: groq/llama-3, api_key: k}}
                  - {model_name: "groq/*", litellm_params: {model: "groq/*", api_key: k}}
                """, Map.of());
        DeploymentTable all =
                new DeploymentTable(configuration, EngineFixture.CATALOG, io.sluice.router.wire.Wires::isBuilt);

        ModelTable offers = ModelOffers.table(all, Fallbacks.read(configuration.router()), EngineFixture.CATALOG, 0);

        assertThat(offer(offers, "openai/gpt-4o").hidden()).isTrue();
        assertThat(offer(offers, "openai/gpt-4o").accessGroups()).containsExactly("a");
        assertThat(offers.offers()).extracting(ModelOffer::name).doesNotContain("openai/gpt-4o-mini", "groq/llama-3");
    }

    @Test
    void shouldOfferTheHighestPricesOfAllThatCanServe() {
        ModelTable offers = ModelOffers.table(
                table, Fallbacks.read(ConfigurationLoader.parse(YAML, Map.of()).router()), EngineFixture.CATALOG, 7);

        assertThat(offers.storedRevision()).isEqualTo(7);

        ModelOffer gpt = offer(offers, "gpt");
        ModelOffer claude = offer(offers, "claude");
        assertThat(gpt.accessGroups()).containsExactly("fast");
        assertThat(gpt.priced()).isTrue();
        assertThat(gpt.inputPrice().dollars())
                .isGreaterThanOrEqualTo(claude.inputPrice().dollars());
        assertThat(gpt.outputPrice().dollars())
                .isGreaterThanOrEqualTo(claude.outputPrice().dollars());
        assertThat(offer(offers, "shy").hidden()).isTrue();
        assertThat(offer(offers, "text").hidden()).isFalse();
        assertThat(offers.offers()).extracting(ModelOffer::name).contains("openai/*", "*");
    }

    private static ModelOffer offer(ModelTable table, String name) {
        return table.offers().stream()
                .filter(offer -> offer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldResolveAsFastWithAThousandGroupsAsWithOne() {
        StringBuilder yaml = new StringBuilder("model_list:\n");
        for (int i = 0; i < 1_000; i++) {
            yaml.append("  - {model_name: m")
                    .append(i)
                    .append(", litellm_params: {model: openai/gpt-4o, api_key: k}}\n");
        }
        DeploymentTable large = new DeploymentTable(
                ConfigurationLoader.parse(yaml.toString(), Map.of()), EngineFixture.CATALOG, wire -> true);

        assertThat(large.resolve("m999")).isSameAs(large.resolve("m999")).isInstanceOf(Resolution.Group.class);
    }
}
