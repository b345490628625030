package io.sluice.gateway.relay;

import io.sluice.contracts.routing.ModelOffer;
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
    RESPONSES_COMPACT(Protocol.OPENAI_RESPONSES, "/responses/compact", "acompact_responses"),
    EMBEDDINGS(Protocol.OPENAI_EMBEDDINGS, "/embeddings", "aembedding"),
    RERANK(Protocol.COHERE_RERANK, "/rerank", "arerank"),
    MODERATIONS(Protocol.OPENAI_MODERATIONS, "/moderations", "amoderation"),
    IMAGES(Protocol.OPENAI_IMAGES, "/image/generations", "aimage_generation");

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
            case RESPONSES, RESPONSES_COMPACT, EMBEDDINGS, MODERATIONS -> List.of("input");
            case RERANK -> List.of("query", "documents");
            case IMAGES -> List.of("prompt");
        };
    }

    /** Whether path or query say what the body does not. */
    boolean saysMoreInPath() {
        return this == GENERATE_CONTENT_STREAM || this == RESPONSES_COMPACT;
    }

    /** Whether its answers can come in pieces. */
    boolean streams() {
        return switch (this) {
            case EMBEDDINGS, RERANK, MODERATIONS, IMAGES -> false;
            default -> true;
        };
    }

    /**
     * Outputs that an answer has at most, by choice, or -1 when only the model limits them: vectors and verdicts are no output that is paid
     * for, and the output of a model that makes images is a whole image.
     */
    long outputs(ModelOffer offer, long asked) {
        return switch (this) {
            case EMBEDDINGS, RERANK, MODERATIONS -> 0;
            case IMAGES -> offer.makesImages() ? 1 : -1;
            default -> asked;
        };
    }

    /** What bounds a call here: images of a model that is not known to make any have no price, whatever its tokens cost. */
    ModelOffer bounds(ModelOffer offer) {
        return this == IMAGES && !offer.makesImages() ? offer.unpriced() : offer;
    }
}
