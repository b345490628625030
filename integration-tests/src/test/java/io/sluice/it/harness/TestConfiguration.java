package io.sluice.it.harness;

/** The configuration of every shape. */
final class TestConfiguration {

    private TestConfiguration() {}

    static String yaml(String providers) {
        return """
            model_list:
              - model_name: gpt
                litellm_params: {model: openai/gpt-4o, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: claude
                litellm_params: {model: anthropic/claude-sonnet-4-5, api_base: "PROVIDERS", api_key: sk-provider}
              - model_name: llama
                litellm_params: {model: ollama_chat/llama3.1, api_base: "PROVIDERS"}
              - model_name: gemini
                litellm_params: {model: gemini/gemini-2.5-flash, api_base: "PROVIDERS", api_key: sk-provider}
              - model_name: llama-generate
                litellm_params: {model: ollama/llama2, api_base: "PROVIDERS"}
              # each call costs one cent, and is bounded by one cent
              - model_name: cent
                litellm_params:
                  model: openai/one-cent
                  api_base: "PROVIDERS/v1"
                  api_key: sk-provider
                  input_cost_per_request: 0.01
                model_info: {max_output_tokens: 4096}
              - model_name: priced
                litellm_params: {model: openai/priced, api_base: "PROVIDERS/v1", api_key: sk-provider}
                model_info:
                  input_cost_per_token: 0.0000031
                  output_cost_per_token: 0.0000155
                  max_output_tokens: 100000
              - model_name: unpriced
                litellm_params: {model: openai/nobody-knows-this, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: vectors
                litellm_params: {model: openai/text-embedding-3-small, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: guard
                litellm_params: {model: openai/omni-moderation-latest, api_base: "PROVIDERS/v1", api_key: sk-provider}
              # one cent an image
              - model_name: painter
                litellm_params:
                  model: openai/painter
                  api_base: "PROVIDERS/v1"
                  api_key: sk-provider
                  output_cost_per_image: 0.01
                model_info: {mode: image_generation}
              # its images are charged by their tokens
              - model_name: token-painter
                litellm_params: {model: openai/gpt-image-1, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: unpriced-painter
                litellm_params: {model: openai/nobody-knows-this-painter, api_base: "PROVIDERS/v1", api_key: sk-provider}
                model_info: {mode: image_generation, input_cost_per_token: 0.000001}
              - model_name: speaker
                litellm_params: {model: openai/tts-1, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: speaker-by-time
                litellm_params: {model: openai/gpt-4o-mini-tts, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: eleven
                litellm_params: {model: elevenlabs/eleven_multilingual_v2, api_base: "PROVIDERS", api_key: sk-provider}
              - model_name: listener
                litellm_params: {model: openai/whisper-1, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: listener-by-token
                litellm_params: {model: openai/gpt-4o-transcribe, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: deepgram
                litellm_params: {model: deepgram/nova-3, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: broken
                litellm_params: {model: "openai/gpt-4o~status=500", api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: refusing
                litellm_params: {model: "openai/gpt-4o~status=429~retry-after=2", api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: missing
                litellm_params: {model: openai/missing-model, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: wrong-provider-key
                litellm_params: {model: openai/gpt-4o, api_base: "PROVIDERS/v1", api_key: sk-invalid-1}
              # not tried again here: that is left to the client
              - model_name: flaky
                litellm_params: {model: openai/flaky, api_base: "PROVIDERS/v1", api_key: sk-provider, num_retries: 0}
              - model_name: untried
                litellm_params:
                  model: "openai/gpt-4o~status=503"
                  api_base: "PROVIDERS/v1"
                  api_key: sk-provider
                  num_retries: 0
              - model_name: luminous
                litellm_params: {model: aleph_alpha/luminous-base, api_base: "PROVIDERS", api_key: sk-provider}
              - model_name: luminous-vectors
                litellm_params: {model: aleph_alpha/luminous-embedding, api_base: "PROVIDERS", api_key: sk-provider}
                model_info: {mode: embedding}
              - model_name: tgi
                litellm_params: {model: tgi/bigscience/bloom, api_base: "PROVIDERS", api_key: sk-provider}
              - model_name: voice
                litellm_params: {model: openai/gpt-realtime, api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: voice-azure
                litellm_params:
                  model: azure/my-voice
                  api_base: "PROVIDERS"
                  api_key: sk-provider
                  api_version: 2025-04-01-preview
                model_info: {base_model: azure/gpt-realtime}
              - model_name: voice-saved
                litellm_params: {model: "openai/gpt-realtime~status=503", api_base: "PROVIDERS/v1", api_key: sk-provider}
              - model_name: voice-refusing
                litellm_params: {model: "openai/gpt-realtime~status=429", api_base: "PROVIDERS/v1", api_key: sk-provider, num_retries: 0}
              - model_name: voice-breaking
                litellm_params: {model: "openai/gpt-realtime~fault=reset-mid~at=5", api_base: "PROVIDERS/v1", api_key: sk-provider}
                model_info: {base_model: gpt-realtime}
              - model_name: saved
                litellm_params: {model: "openai/gpt-4o~status=503", api_base: "PROVIDERS/v1", api_key: sk-provider}
            router_settings:
              num_retries: 1
              disable_cooldowns: true
              fallbacks:
                - saved: ["gpt"]
                - voice-saved: ["voice"]
            general_settings:
              master_key: os.environ/LITELLM_MASTER_KEY
              max_request_size_mb: 1
              store_model_in_db: true
            sluice_settings:
              batches: {concurrency: 4, max_file_megabytes: 3, look_seconds: 0.5}
            """.replace("PROVIDERS", providers);
    }
}
