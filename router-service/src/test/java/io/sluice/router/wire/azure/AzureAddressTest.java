package io.sluice.router.wire.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.ConfigurationLoader;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.Wires;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where deployments at Azure are called, by what people write into {@code api_base} and {@code api_version}. */
class AzureAddressTest {

    private static final Catalog CATALOG = Catalog.load();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://r.openai.azure.com                         |                    | https://r.openai.azure.com/openai/deployments/my-gpt/chat/completions?api-version=2025-02-01-preview
        https://r.openai.azure.com/                        | 2024-10-21         | https://r.openai.azure.com/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21
        https://r.openai.azure.com/openai                  | 2024-10-21         | https://r.openai.azure.com/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21
        https://r.openai.azure.com/?api-version=2024-06-01 | 2024-10-21         | https://r.openai.azure.com/openai/deployments/my-gpt/chat/completions?api-version=2024-06-01
        https://gw/a/openai/deployments/other              | 2024-10-21         | https://gw/a/openai/deployments/other/chat/completions?api-version=2024-10-21
        https://gw/openai/deployments/x/chat/completions?q=1 | 2024-10-21       | https://gw/openai/deployments/x/chat/completions?q=1&api-version=2024-10-21
        https://r.openai.azure.com                         | v1                 | https://r.openai.azure.com/openai/v1/chat/completions
        https://r.openai.azure.com/openai/v1/              | preview            | https://r.openai.azure.com/openai/v1/chat/completions
        https://r.openai.azure.com/openai/v1               |                    | https://r.openai.azure.com/openai/v1/chat/completions
        """)
    void shouldCallADeploymentWhereAzureHasIt(String base, String version, String uri) {
        assertThat(AzureAddress.ofOpenAi(azure("azure/my-gpt", base, version)).uri())
                .isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://f.services.ai.azure.com                    | https://f.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview | api-key
        https://f.services.ai.azure.com/models             | https://f.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview | api-key
        https://f.services.ai.azure.com/openai/v1          | https://f.services.ai.azure.com/openai/v1/chat/completions | api-key
        https://llama.eastus2.models.ai.azure.com          | https://llama.eastus2.models.ai.azure.com/chat/completions | authorization
        https://llama.eastus2.models.ai.azure.com/v1/chat/completions | https://llama.eastus2.models.ai.azure.com/v1/chat/completions | authorization
        """)
    void shouldCallFoundryByItsHost(String base, String uri, String header) {
        var address = AzureAddress.ofFoundry(azure("azure_ai/Llama-3.3-70B-Instruct", base, null));

        assertThat(address.uri()).isEqualTo(uri);
        assertThat(address.headers())
                .containsKey(header)
                .doesNotContainKey(header.equals("api-key") ? "authorization" : "api-key");
    }

    @Test
    void shouldTakeTheVersionFromTheEnvironmentWhenTheDeploymentNamesNone() {
        Target target = only(
                        "model: azure/my-gpt, api_key: k, api_base: 'https://r.openai.azure.com'",
                        Map.of("AZURE_API_VERSION", "2024-12-01-preview"))
                .target();

        assertThat(AzureAddress.ofOpenAi(target).uri()).endsWith("?api-version=2024-12-01-preview");
    }

    @Test
    void shouldPreferTheTokenOfADeploymentToTheKeyOfTheEnvironment() {
        Deployment deployment = only(
                "model: azure/my-gpt, azure_ad_token: t",
                Map.of("AZURE_API_BASE", "https://r.openai.azure.com", "AZURE_API_KEY", "k"));

        assertThat(deployment.unavailable()).isEmpty();
        assertThat(AzureAddress.ofOpenAi(deployment.target()).headers())
                .containsEntry("authorization", "Bearer t")
                .doesNotContainKey("api-key");
    }

    @Test
    void shouldNotMissAKeyWhereTheEnvironmentHasAClient() {
        Map<String, String> client = Map.of(
                "AZURE_API_BASE", "https://r.openai.azure.com",
                "AZURE_TENANT_ID", "t",
                "AZURE_CLIENT_ID", "c",
                "AZURE_CLIENT_SECRET", "s");

        assertThat(only("model: azure/my-gpt", client).unavailable()).isEmpty();
        assertThat(only("model: azure/my-gpt", Map.of("AZURE_API_BASE", "https://r.openai.azure.com"))
                        .unavailable())
                .contains("no API key: set AZURE_API_KEY, or api_key in litellm_params");
    }

    @Test
    void shouldKnowADeploymentByItsBaseModel() {
        Target target = only("model: azure/blue, api_key: k, api_base: 'http://x', base_model: azure/o3-mini", Map.of())
                .target();

        assertThat(target.knownModel()).isEqualTo("o3-mini");
        assertThat(target.provider().rulesFor(target.knownModel()).renamed())
                .containsEntry("max_tokens", "max_completion_tokens");
    }

    private static Target azure(String model, String base, @Nullable String version) {
        return only(
                        "model: " + model + ", api_key: k, api_base: '" + base + "'"
                                + (version == null ? "" : ", api_version: " + version),
                        Map.of())
                .target();
    }

    private static Deployment only(String params, Map<String, String> environment) {
        DeploymentTable table = new DeploymentTable(
                ConfigurationLoader.parse(
                        "model_list: [{model_name: m, litellm_params: {" + params + "}}]", environment),
                CATALOG,
                Wires::isBuilt);
        return table.groups().get("m").getFirst();
    }
}
