package io.sluice.router.wire.openai;

import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import java.util.Map;

/**
 * Where the chat requests of a deployment go.
 *
 * @param headers credentials included: never log
 */
public record ChatAddress(String uri, Map<String, String> headers) {

    /** How the address is made of a deployment's configuration. Asked once a deployment. */
    @FunctionalInterface
    public interface Rule {
        ChatAddress of(Target target);
    }

    /** OpenAI's: the base URL with the provider's path, the key in a header. */
    static ChatAddress below(Target target) {
        Map<String, String> headers = RequestHeaders.json(target);
        target.params()
                .string("organization")
                .ifPresent(organization -> headers.put("openai-organization", organization));
        String path = target.provider().paths().getOrDefault("chat", "/chat/completions");
        return new ChatAddress(target.apiBase() + path, headers);
    }
}
