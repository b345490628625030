package io.sluice.bench.subject;

import io.sluice.bench.upstream.Model;

/** The configuration of a measured Sluice: the upstream's models, each at a price. */
final class Configurations {

    private Configurations() {}

    static String yaml(int upstreamPort, Sluice.Setup setup) {
        StringBuilder yaml = new StringBuilder("model_list:\n");
        for (Model model : Model.values()) {
            int deployments = model == Model.CHAT ? setup.deployments() : 1;
            for (int i = 0; i < deployments; i++) {
                yaml.append(deployment(model, i, upstreamPort));
            }
        }
        yaml.append("general_settings:\n  master_key: os.environ/LITELLM_MASTER_KEY\n");
        if (!setup.governed()) {
            yaml.append("sluice_settings: {auth: false, limits: false, ledger: false}\n");
        }
        return yaml.toString();
    }

    private static String deployment(Model model, int number, int upstreamPort) {
        return """
              - model_name: %1$s
                litellm_params: {model: %6$s/%1$s, api_base: "http://127.0.0.1:%2$d/v1", api_key: sk-provider-0123456789abcdef}
                model_info: {id: %1$s-%5$d, input_cost_per_token: %3$s, output_cost_per_token: %4$s, max_output_tokens: 16384}
            """.formatted(model.id(), upstreamPort, Prices.INPUT, Prices.OUTPUT, number, model.provider());
    }
}
