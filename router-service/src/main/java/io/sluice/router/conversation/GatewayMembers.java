package io.sluice.router.conversation;

import java.util.Set;

/** Members that are addressed to the gateway, in a request or as deployment parameters, and never to a provider. */
public final class GatewayMembers {

    /** Body members that LiteLLM reads itself ({@code litellm-behaviour.md} 1.4). */
    private static final Set<String> OF_REQUESTS = Set.of(
            "additional_drop_params",
            "drop_params",
            "modify_params",
            "allowed_openai_params",
            "tags",
            "allowed_model_region",
            "metadata",
            "litellm_metadata",
            "litellm_session_id",
            "litellm_trace_id",
            "litellm_call_id",
            "litellm_logging",
            "num_retries",
            "max_fallbacks",
            "timeout",
            "stream_timeout",
            "cache",
            "caching",
            "ttl",
            "no-log",
            "turn_off_message_logging",
            "fallbacks",
            "context_window_fallbacks",
            "content_policy_fallbacks",
            "disable_fallbacks",
            "mock_response",
            "mock_timeout",
            "mock_delay",
            "mock_tool_calls",
            "mock_testing_fallbacks",
            "mock_testing_context_fallbacks",
            "mock_testing_content_policy_fallbacks",
            "mock_testing_rate_limit_error",
            "guardrails",
            "guardrail_config",
            "policies",
            "api_key",
            "api_base",
            "base_url",
            "api_version",
            "custom_llm_provider",
            "model_list",
            "user_config",
            "prompt_id",
            "prompt_variables",
            "prompt_version",
            "priority",
            "continue_stream",
            "fastest_response",
            "vector_store_ids",
            "extra_headers",
            "extra_body");

    /** {@code litellm_params} that configure a deployment ({@code litellm-behaviour.md} 2.2); the rest are defaults for the call. */
    private static final Set<String> OF_DEPLOYMENTS = Set.of(
            "model",
            "organization",
            "headers",
            "rpm",
            "tpm",
            "itpm",
            "otpm",
            "weight",
            "order",
            "max_parallel_requests",
            "max_retries",
            "cooldown_time",
            "allowed_fails",
            "tag_regex",
            "max_budget",
            "budget_duration",
            "base_model",
            "region_name",
            "litellm_credential_name",
            "configurable_clientside_auth_params",
            "use_in_pass_through",
            "use_litellm_proxy",
            "merge_reasoning_content_in_choices",
            "cache_control_injection_points",
            "max_file_size_mb",
            "silent_model",
            "ttft_timeout",
            "vector_store_id",
            "stream");

    private GatewayMembers() {}

    public static boolean ofRequest(String name) {
        return OF_REQUESTS.contains(name);
    }

    public static boolean ofDeployment(String name) {
        return OF_REQUESTS.contains(name)
                || OF_DEPLOYMENTS.contains(name)
                || name.contains("_cost_per_")
                || name.endsWith("_token_cost")
                || name.startsWith("aws_")
                || name.startsWith("vertex_")
                || name.startsWith("azure_");
    }
}
