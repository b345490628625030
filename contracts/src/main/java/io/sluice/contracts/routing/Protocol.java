package io.sluice.contracts.routing;

/** The protocol that a client speaks; errors come back in the same. */
public enum Protocol {
    OPENAI_CHAT("chat"),
    OPENAI_COMPLETIONS("completions"),
    OPENAI_EMBEDDINGS("embeddings"),
    OPENAI_RESPONSES("responses"),
    OPENAI_MODERATIONS("moderations"),
    OPENAI_IMAGES("images"),
    OPENAI_IMAGE_EDITS("image_edits"),
    OPENAI_IMAGE_VARIATIONS("image_variations"),
    OPENAI_SPEECH("speech"),
    OPENAI_TRANSCRIPTIONS("transcriptions"),
    OPENAI_TRANSLATIONS("translations"),
    COHERE_RERANK("rerank"),
    /** A conversation over a WebSocket. */
    OPENAI_REALTIME("realtime"),
    ANTHROPIC_MESSAGES("messages"),
    GEMINI_GENERATE("generate_content"),
    /** Whatever the provider speaks. */
    PASS_THROUGH("pass_through");

    private final String endpoint;

    Protocol(String endpoint) {
        this.endpoint = endpoint;
    }

    /** Whether an answer is images, which are billed as such. */
    public boolean makesImages() {
        return this == OPENAI_IMAGES || this == OPENAI_IMAGE_EDITS || this == OPENAI_IMAGE_VARIATIONS;
    }

    /** Whether sound comes and text goes. */
    public boolean hears() {
        return this == OPENAI_TRANSCRIPTIONS || this == OPENAI_TRANSLATIONS;
    }

    /** The endpoint of providers that speaks it, as the catalog names it. */
    public String endpoint() {
        return endpoint;
    }
}
