package io.sluice.gateway.relay;

import io.sluice.contracts.routing.Protocol;
import java.util.List;

/** An endpoint that models answer. */
public enum Surface {
    CHAT(Protocol.OPENAI_CHAT, "/chat/completions", "acompletion"),
    COMPLETIONS(Protocol.OPENAI_COMPLETIONS, "/completions", "atext_completion"),
    MESSAGES(Protocol.ANTHROPIC_MESSAGES, "anthropic_messages", "anthropic_messages"),
    RESPONSES(Protocol.OPENAI_RESPONSES, "/responses", "aresponses");

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
            case MESSAGES -> List.of("messages", "max_tokens");
            case RESPONSES -> List.of("input");
        };
    }
}
