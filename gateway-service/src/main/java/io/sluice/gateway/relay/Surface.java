package io.sluice.gateway.relay;

import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.Protocol;
import java.util.List;

/** An endpoint that models answer. */
public enum Surface {
    CHAT(Protocol.OPENAI_CHAT, "/chat/completions", "acompletion"),
    COMPLETIONS(Protocol.OPENAI_COMPLETIONS, "/completions", "atext_completion"),
    MESSAGES(Protocol.ANTHROPIC_MESSAGES, "anthropic_messages", "anthropic_messages"),
    RESPONSES(Protocol.OPENAI_RESPONSES, "/responses", "aresponses"),
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
            case MESSAGES -> List.of("messages", "max_tokens");
            case RESPONSES, EMBEDDINGS, MODERATIONS -> List.of("input");
            case RERANK -> List.of("query", "documents");
            case IMAGES -> List.of("prompt");
        };
    }

    /** Whether its answers can come in pieces. */
    boolean streams() {
        return switch (this) {
            case CHAT, COMPLETIONS, MESSAGES, RESPONSES -> true;
            case EMBEDDINGS, RERANK, MODERATIONS, IMAGES -> false;
        };
    }

    /**
     * Outputs that an answer has at most, by choice, or -1 when only the model limits them: vectors and verdicts are no output that is paid
     * for, and the output of a model that makes images is a whole image.
     */
    long outputs(ModelOffer offer, long asked) {
        return switch (this) {
            case CHAT, COMPLETIONS, MESSAGES, RESPONSES -> asked;
            case EMBEDDINGS, RERANK, MODERATIONS -> 0;
            case IMAGES -> offer.makesImages() ? 1 : -1;
        };
    }

    /** What bounds a call here: images of a model that is not known to make any have no price, whatever its tokens cost. */
    ModelOffer bounds(ModelOffer offer) {
        return this == IMAGES && !offer.makesImages() ? offer.unpriced() : offer;
    }
}
