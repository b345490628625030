package io.sluice.contracts.routing;

/** The protocol that a client speaks; errors come back in the same. */
public enum Protocol {
    OPENAI_CHAT,
    OPENAI_COMPLETIONS,
    OPENAI_EMBEDDINGS,
    OPENAI_RESPONSES,
    ANTHROPIC_MESSAGES,
    GEMINI_GENERATE
}
