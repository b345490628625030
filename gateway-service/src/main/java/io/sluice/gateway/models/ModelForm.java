package io.sluice.gateway.models;

import io.sluice.contracts.routing.Protocol;
import io.vertx.core.MultiMap;

/**
 * In whose words the question what models there are is answered. Google's package for Python asks {@code /v1/models} since its version 3, and
 * Anthropic's always did: they are told from OpenAI's by headers that each of their calls has (google-genai 3.6.1, anthropic 2.13.0).
 */
public enum ModelForm {
    OPENAI(Protocol.OPENAI_CHAT),
    ANTHROPIC(Protocol.ANTHROPIC_MESSAGES),
    GOOGLE(Protocol.GEMINI_GENERATE);

    private final Protocol errors;

    ModelForm(Protocol errors) {
        this.errors = errors;
    }

    public static ModelForm of(MultiMap headers) {
        if (headers.contains("x-goog-api-key") || headers.contains("x-goog-api-client")) {
            return GOOGLE;
        }
        return headers.contains("anthropic-version") ? ANTHROPIC : OPENAI;
    }

    /** Whose clients read the refusal. */
    public Protocol errors() {
        return errors;
    }
}
