package io.sluice.contracts.routing;

/** The protocol that a client speaks; errors come back in the same. */
public enum Protocol {
    OPENAI_CHAT("chat"),
    OPENAI_COMPLETIONS("completions"),
    OPENAI_EMBEDDINGS("embeddings"),
    OPENAI_RESPONSES("responses"),
    OPENAI_MODERATIONS("moderations"),
    OPENAI_IMAGES("images"),
    COHERE_RERANK("rerank"),
    ANTHROPIC_MESSAGES("messages"),
    GEMINI_GENERATE("generate_content"),
    /** Whatever the provider speaks. */
    PASS_THROUGH("pass_through");

    private final String endpoint;

    Protocol(String endpoint) {
        this.endpoint = endpoint;
    }

    /** The endpoint of providers that speaks it, as the catalog names it. */
    public String endpoint() {
        return endpoint;
    }
}
