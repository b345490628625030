package io.sluice.router.wire;

import io.sluice.router.conversation.Params;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.anthropic.ClaudeModel;
import java.util.List;

/** Whether a model goes on with an assistant's message that is the last one. */
enum Prefill {

    /** It answers the message, or refuses it: it has to be told to go on. */
    NONE,

    /** It goes on. Claude before 4.6, without thinking (platform.claude.com, "What's new in Claude 4.6", prefill removal). */
    PLAIN,

    /** It goes on where the message says {@code prefix: true}: Mistral (docs.mistral.ai, chat completions), DeepSeek at its beta address. */
    MARKED;

    private static final List<String> THINKS = List.of("thinking", "reasoning_effort", "output_config");

    static Prefill of(Target target, Params params) {
        return switch (target.provider().name()) {
            case "mistral" -> MARKED;
            case "deepseek" -> target.apiBase().endsWith("/beta") ? MARKED : NONE;
            case "anthropic", "bedrock", "vertex_ai", "azure_ai" ->
                target.providerModel().contains("claude-")
                                && ClaudeModel.of(target.providerModel()).prefills()
                                && THINKS.stream().noneMatch(params::has)
                        ? PLAIN
                        : NONE;
            default -> NONE;
        };
    }
}
