package io.sluice.router.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.ConfigurationLoader;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What providers' files make of deployments: base URLs, prices by region, and why one cannot serve. */
class DeploymentOfProvidersTest {

    private static final Catalog CATALOG = Catalog.load();

    @Test
    void shouldNameTheWireThatIsNotBuilt() {
        assertThat(only("model: gemini/gemini-2.5-flash, api_key: k").unavailable())
                .contains("the wire gemini-generate is not built yet");
    }

    @Test
    void shouldSayWhatToUseInsteadOfARetiredProvider() {
        assertThat(only("model: palm/chat-bison, api_key: k").unavailable())
                .hasValueSatisfying(reason ->
                        assertThat(reason).startsWith("PaLM is retired:").contains("use gemini/..."));
    }

    @Test
    void shouldFillTheBaseUrlFromParamsOrEnvironment() {
        String snowflake = "model: snowflake/llama3.1-70b, api_key: k";

        assertThat(only(snowflake + ", account_id: abc").target().apiBase())
                .isEqualTo("https://abc.snowflakecomputing.com/api/v2");
        assertThat(only(snowflake, Map.of("SNOWFLAKE_ACCOUNT_ID", "def"))
                        .target()
                        .apiBase())
                .isEqualTo("https://def.snowflakecomputing.com/api/v2");
        assertThat(only(snowflake).unavailable())
                .contains(
                        "the base URL of snowflake needs its {account_id}: set account_id in litellm_params, or SNOWFLAKE_ACCOUNT_ID");
        assertThat(only(snowflake + ", api_base: 'http://127.0.0.1:9/api/v2/'")).satisfies(own -> {
            assertThat(own.unavailable()).isEmpty();
            assertThat(own.target().apiBase()).isEqualTo("http://127.0.0.1:9/api/v2");
        });
    }

    @Test
    void shouldTakeAnAliasForItsProvider() {
        Deployment vllm = only("model: vllm/my-model, api_base: 'http://127.0.0.1:9/v1'");

        assertThat(vllm.target().provider().name()).isEqualTo("hosted_vllm");
        assertThat(vllm.target().providerModel()).isEqualTo("my-model");
        assertThat(vllm.unavailable()).isEmpty();
    }

    @Test
    void shouldAskByTheResponsesApiWhereTheNameSaysSo() {
        Target responses =
                only("model: openai/responses/gpt-4o-mini, api_key: k").target();

        assertThat(responses.providerModel()).isEqualTo("gpt-4o-mini");
        assertThat(responses.card().mode()).isEqualTo("responses");
        assertThat(responses.card().prices()).as("its price is the model's").isNotNull();
        assertThat(only("model: anthropic/responses/x, api_key: k").target().providerModel())
                .as("a provider without it")
                .isEqualTo("responses/x");
    }

    @Test
    void shouldPriceByTheBaseModelWhicheverProviderItNames() {
        ModelCard named = only("model: azure/my-gpt, api_key: k", "base_model: azure/eu/gpt-4o-2024-08-06")
                .target()
                .card();
        ModelCard bare = only("model: azure/my-gpt, api_key: k, base_model: gpt-5", "")
                .target()
                .card();

        assertThat(named.model()).isEqualTo("eu/gpt-4o-2024-08-06");
        assertThat(bare.model()).isEqualTo("gpt-5");
        assertThat(bare.provider()).isEqualTo("azure");
    }

    @Test
    void shouldPutTheSurchargeOfItsRegionOnADeployment() {
        String claude = "model: vertex_ai/claude-sonnet-4-5@20250929, vertex_location: ";

        assertThat(cost(only(claude + "us-central1"))).isEqualTo(Money.ofNanos(3_300_000));
        assertThat(cost(only(claude + "global"))).isEqualTo(Money.ofNanos(3_000_000));
        String gpt = "model: openai/gpt-5.4, api_key: k, api_base: ";
        long world = cost(only(gpt + "'https://api.openai.com/v1'")).nanos();
        assertThat(cost(only(gpt + "'https://eu.api.openai.com/v1'")).nanos()).isEqualTo(world * 11 / 10);
    }

    private static Money cost(Deployment deployment) {
        return CostCalculator.cost(deployment.target().card(), TokenUsage.of(1_000, 0), null)
                .total();
    }

    private static Deployment only(String params) {
        return only(params, Map.of());
    }

    private static Deployment only(String params, Map<String, String> environment) {
        return only(params, "", environment);
    }

    private static Deployment only(String params, String info) {
        return only(params, info, Map.of());
    }

    private static Deployment only(String params, String info, Map<String, String> environment) {
        String yaml = "model_list: [{model_name: m, litellm_params: {" + params + "}, model_info: {" + info + "}}]";
        DeploymentTable table = new DeploymentTable(
                ConfigurationLoader.parse(yaml, environment), CATALOG, wire -> wire.endsWith("-chat"));
        return table.groups().get("m").getFirst();
    }
}
