package io.sluice.gateway.routes;

import io.sluice.contracts.routing.AudioLength;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.UploadedFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An endpoint that models answer: admitted, journaled and billed. */
public enum Surface implements Answerer {
    CHAT(Protocol.OPENAI_CHAT, "/chat/completions", "acompletion"),
    COMPLETIONS(Protocol.OPENAI_COMPLETIONS, "/completions", "atext_completion"),
    GENERATE_CONTENT(Protocol.GEMINI_GENERATE, "generateContent", "agenerate_content"),
    GENERATE_CONTENT_STREAM(Protocol.GEMINI_GENERATE, "streamGenerateContent", "agenerate_content_stream"),
    MESSAGES(Protocol.ANTHROPIC_MESSAGES, "anthropic_messages", "anthropic_messages"),
    PASS_THROUGH(Protocol.PASS_THROUGH, "pass_through", "pass_through_endpoint"),
    RESPONSES(Protocol.OPENAI_RESPONSES, "/responses", "aresponses"),
    RESPONSES_COMPACT(Protocol.OPENAI_RESPONSES, "/responses/compact", "acompact_responses"),
    EMBEDDINGS(Protocol.OPENAI_EMBEDDINGS, "/embeddings", "aembedding"),
    REALTIME(Protocol.OPENAI_REALTIME, "/realtime", "_arealtime"),
    RERANK(Protocol.COHERE_RERANK, "/rerank", "arerank"),
    MODERATIONS(Protocol.OPENAI_MODERATIONS, "/moderations", "amoderation"),
    IMAGES(Protocol.OPENAI_IMAGES, "/image/generations", "aimage_generation"),
    IMAGE_EDITS(Protocol.OPENAI_IMAGE_EDITS, "/images/edits", "aimage_edit"),
    IMAGE_VARIATIONS(Protocol.OPENAI_IMAGE_VARIATIONS, "/images/variations", "aimage_variation"),
    SPEECH(Protocol.OPENAI_SPEECH, "/audio/speech", "aspeech"),
    TRANSCRIPTIONS(Protocol.OPENAI_TRANSCRIPTIONS, "/audio/transcriptions", "atranscription"),
    TRANSLATIONS(Protocol.OPENAI_TRANSLATIONS, "/audio/translations", "atranslation");

    /** A minute of speech is what an output of a model that speaks is priced by. */
    private static final int SECONDS = 60;

    /** Of a recording, and of what was said in it. */
    private static final int TOKENS_A_SECOND = 10;

    private static final int LEAST_IMAGE_BYTES = 10_000;

    private final Protocol protocol;
    private final String route;
    private final String callType;

    Surface(Protocol protocol, String route, String callType) {
        this.protocol = protocol;
        this.route = route;
        this.callType = callType;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public boolean takesKeyInSubprotocol() {
        return this == REALTIME;
    }

    @Override
    public boolean takesKeyInQuery() {
        return protocol == Protocol.GEMINI_GENERATE || this == PASS_THROUGH;
    }

    /** Its name in messages, as LiteLLM has it. */
    public String route() {
        return route;
    }

    /** LiteLLM's name of such a call in its spend logs. */
    public String callType() {
        return callType;
    }

    /** Members without which no request makes sense. */
    public List<String> required() {
        return switch (this) {
            case CHAT -> List.of("messages");
            case COMPLETIONS -> List.of("prompt");
            case GENERATE_CONTENT, GENERATE_CONTENT_STREAM -> List.of("contents");
            case MESSAGES -> List.of("messages", "max_tokens");
            case PASS_THROUGH, REALTIME -> List.of();
            case RESPONSES, RESPONSES_COMPACT, EMBEDDINGS, MODERATIONS -> List.of("input");
            case RERANK -> List.of("query", "documents");
            case IMAGES, IMAGE_EDITS -> List.of("prompt");
            case SPEECH -> List.of("input");
            case IMAGE_VARIATIONS, TRANSCRIPTIONS, TRANSLATIONS -> List.of();
        };
    }

    /** Whether path or query say what the body does not. */
    public boolean saysMoreInPath() {
        return this == GENERATE_CONTENT_STREAM || this == RESPONSES_COMPACT;
    }

    /** The file without which a form makes no sense; null where no form is read. */
    public @Nullable String file() {
        return switch (this) {
            case IMAGE_EDITS, IMAGE_VARIATIONS -> "image";
            case TRANSCRIPTIONS, TRANSLATIONS -> "file";
            default -> null;
        };
    }

    /** Whether it is a conversation with a chat model, which any other can be asked to have too. */
    public boolean isChat() {
        return switch (this) {
            case CHAT, COMPLETIONS, GENERATE_CONTENT, GENERATE_CONTENT_STREAM, MESSAGES, RESPONSES -> true;
            default -> false;
        };
    }

    /** Whether its answers can come in pieces. */
    public boolean streams() {
        return switch (this) {
            case EMBEDDINGS, RERANK, MODERATIONS, IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, TRANSLATIONS -> false;
            default -> true;
        };
    }

    /**
     * Outputs that an answer has at most, by choice, or -1 when only the model limits them. Vectors and verdicts are no output that is paid
     * for; the output of a model that makes images is a whole image, of one that speaks a minute. Speech takes no more than a second for each
     * byte of the request, and a minute; of a second of a recording (500 bytes at least) come no more than ten tokens of text.
     */
    public long outputs(ModelOffer offer, BodyScan scan) {
        return switch (this) {
            case EMBEDDINGS, RERANK, MODERATIONS -> 0;
            case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS -> offer.makesImages() ? 1 : -1;
            case SPEECH -> 1 + Math.ceilDiv(scan.textBytes(), SECONDS);
            case TRANSCRIPTIONS, TRANSLATIONS ->
                offer.maxOutputTokens() > 0
                        ? offer.maxOutputTokens()
                        : 100 + Math.ceilDiv(scan.textBytes() * TOKENS_A_SECOND, AudioLength.LEAST_BYTES_A_SECOND);
            default -> scan.maxTokens();
        };
    }

    /** What a limit of tokens assumes: sound is billed by its time mostly, and by ten tokens a second at most. */
    public long likelyTokens(BodyScan scan) {
        int bytesAToken = protocol.hears() ? AudioLength.LEAST_BYTES_A_SECOND / TOKENS_A_SECOND : 4;
        return scan.textBytes() / bytesAToken;
    }

    /** What bounds a call here: a model that is not known to do what is asked has no price for it, whatever its tokens cost. */
    public ModelOffer bounds(ModelOffer offer) {
        boolean known = switch (this) {
            case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS -> offer.makesImages();
            case SPEECH -> offer.speaks();
            case TRANSCRIPTIONS, TRANSLATIONS -> offer.hears();
            default -> true;
        };
        return known ? offer : offer.unpriced();
    }

    /**
     * What a file weighs beside the bytes of the request: sound by how long it can be; a picture its bytes, but as much at least as the tokens of a
     * small one (gpt-image-1 takes up to 6,240 and its tiles of a picture, platform.openai.com/docs/guides/images-vision, seen 2026-11-26).
     */
    public long weight(UploadedFile file) {
        return protocol.hears() ? AudioLength.of(file.content()).bytes() : Math.max(file.size(), LEAST_IMAGE_BYTES);
    }
}
