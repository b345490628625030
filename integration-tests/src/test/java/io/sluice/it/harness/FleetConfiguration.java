package io.sluice.it.harness;

/** The configuration of {@link Shape#FLEET}: deployments with limits, and groups in which the first deployment is broken in some way. */
final class FleetConfiguration {

    private FleetConfiguration() {}

    static String yaml(String providers) {
        return """
            model_list:
              - model_name: sixty
                litellm_params: {model: openai/gpt-4o, api_base: "PROVIDERS/s/sixty/v1", api_key: sk-provider, rpm: 60}
              - model_name: three-at-once
                litellm_params:
                  model: openai/gpt-4o
                  api_base: "PROVIDERS/s/three/v1"
                  api_key: sk-provider
                  max_parallel_requests: 3
              - model_name: fine
                litellm_params: {model: openai/gpt-4o, api_base: "PROVIDERS/s/fine/v1", api_key: sk-provider}
              - model_name: continued
                litellm_params:
                  model: openai/gpt-4o~fault=reset-mid~at=4
                  api_base: "PROVIDERS/s/breaks/v1"
                  api_key: sk-provider
                  order: 1
              - model_name: continued
                litellm_params: {model: openai/gpt-4o, api_base: "PROVIDERS/s/goes-on/v1", api_key: sk-provider, order: 2}
              - model_name: shadowed
                litellm_params:
                  model: openai/gpt-4o
                  api_base: "PROVIDERS/s/seen/v1"
                  api_key: sk-provider
                  silent_model: [fine, alone-storm]
            FAULTS
            router_settings:
              num_retries: 2
              timeout: 60
            sluice_settings:
              batches: {look_seconds: 0.5}
              egress: {connect_timeout: 0.5}
              continue_streams: [continued]
            general_settings:
              master_key: os.environ/LITELLM_MASTER_KEY
            """.replace("FAULTS", faults().indent(0).stripTrailing()).replace("PROVIDERS", providers);
    }

    private static String faults() {
        StringBuilder groups = new StringBuilder();
        for (Fault fault : Fault.values()) {
            String base = fault.base();
            // alone: nobody else can help; saved: the next order does
            groups.append(group("alone-" + fault.label(), fault, base, ""));
            groups.append(group("saved-" + fault.label(), fault, base, ", order: 1"));
            groups.append("""
                  - model_name: saved-%s
                    litellm_params: {model: openai/gpt-4o, api_base: "PROVIDERS/s/good/v1", api_key: sk-provider, order: 2}
                """.formatted(fault.label()));
        }
        return groups.toString();
    }

    private static String group(String name, Fault fault, String base, String more) {
        return """
              - model_name: %s
                litellm_params: {model: "openai/gpt-4o%s", api_base: "%s", api_key: sk-provider%s%s}
            """.formatted(name, fault.directives(), base, fault.limits(), more);
    }
}
