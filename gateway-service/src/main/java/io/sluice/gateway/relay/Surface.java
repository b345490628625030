package io.sluice.gateway.relay;

import io.sluice.contracts.routing.Protocol;
import java.util.List;

/** An endpoint that models answer. */
public enum Surface {
    CHAT(Protocol.OPENAI_CHAT, "/chat/completions", "acompletion"),
    COMPLETIONS(Protocol.OPENAI_COMPLETIONS, "/completions", "atext_completion"),
    GENERATE_CONTENT(Protocol.GEMINI_GENERATE, "generateContent", "agenerate_content"),
    GENERATE_CONTENT_STREAM(Protocol.GEMINI_GENERATE, "streamGenerateContent", "agenerate_content_stream"),
    MESSAGES(Protocol.ANTHROPIC_MESSAGES, "anthropic_messages", "anthropic_messages"),
    PASS_THROUGH(Protocol.PASS_THROUGH, "pass_through", "pass_through_endpoint"),
    RESPONSES(Protocol.OPENAI_RESPONSES, "/responses", "aresponses"),
    RESPONSES_COMPACT(Protocol.OPENAI_RESPONSES, "/responses/compact", "acompact_responses");

    private final Protocol protocol;
    private final String route;
    private final String callType;

    Surface(Protocol protocol, String route, String callType) {
        this.protocol = protocol;
        this.route = route;
        this.callType = callType;
    }

    /** Spoken by its clients; errors come back in it. */
    public Protocol protocol() {
        return protocol;
    }

    /** Its name in messages, as LiteLLM has it. */
    String route() {
        return route;
    }

    /** LiteLLM's name of such a call in its spend logs. */
    String callType() {
        return callType;
    }

    /** Members without which no request makes sense. */
    List<String> required() {
        return switch (this) {
            case CHAT -> List.of("messages");
            case COMPLETIONS -> List.of("prompt");
            case GENERATE_CONTENT, GENERATE_CONTENT_STREAM -> List.of("contents");
            case MESSAGES -> List.of("messages", "max_tokens");
            case PASS_THROUGH -> List.of();
            case RESPONSES, RESPONSES_COMPACT -> List.of("input");
        };
    }

    /** Whether path or query say what the body does not. */
    boolean saysMoreInPath() {
        return this == GENERATE_CONTENT_STREAM || this == RESPONSES_COMPACT;
    }
}
