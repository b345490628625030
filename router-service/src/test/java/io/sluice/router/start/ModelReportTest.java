package io.sluice.router.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.ConfigurationLoader;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.deployment.DeploymentTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelReportTest {

    @Test
    void shouldNameOnceByReasonWhatCannotServe() {
        assertThat(report("""
                model_list:
                  - {model_name: a, litellm_params: {model: openai/a, api_key: os.environ/KEY}}
                  - {model_name: b, litellm_params: {model: openai/b, api_key: os.environ/KEY}}
                  - {model_name: b, litellm_params: {model: openai/b, api_key: os.environ/KEY, order: 2}}
                  - {model_name: c, litellm_params: {model: nobody/c, api_key: k}}
                  - {model_name: d, litellm_params: {model: ollama/d}}
                """, List.of("e", "f")))
                .containsExactly(
                        "Models: 5 deployments in 4 groups, 4 unavailable:",
                        "  a, b: the variable KEY is not set",
                        "  c: the provider 'nobody' is not known (yet)",
                        "  e, f: no price is known; calls are marked in the ledger, and refused where a strict budget"
                                + " applies. Set input_cost_per_token and output_cost_per_token, or base_model");
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoModel() {
        assertThat(report("model_list: []", List.of()).getFirst())
                .contains("Models: none", "--config", "OPENAI_API_KEY");
        assertThat(report("model_list: [{model_name: a, litellm_params: {model: ollama/a}}]", List.of()))
                .containsExactly("Models: 1 deployment in 1 group");
    }

    private static List<String> report(String yaml, List<String> unpriced) {
        return ModelReport.lines(
                new DeploymentTable(ConfigurationLoader.parse(yaml, Map.of()), Catalog.load(), wire -> true).status(),
                unpriced);
    }
}
