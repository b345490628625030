package io.sluice.router.wire;

import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Media;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.event.EventDecoder;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How one kind of provider wants to hear a conversation, and how it answers. Stateless and thread-safe; what belongs to a call lives in
 * the {@link EventDecoder}.
 */
public interface Dialect {

    CompletionStage<Void> READY = CompletableFuture.completedStage(null);

    /**
     * Builds the provider's request. Never blocks.
     *
     * @param conversation this attempt's own: its parameters are taken out
     * @throws UnsupportedRequestException when the provider cannot take what the client asks for; becomes a 400
     */
    UpstreamRequest encode(Conversation conversation, WireCall call);

    /**
     * Has made ready what a decoder needs and no event loop can make; the provider is asked when it is. Complete at once but for the first calls of a
     * process, and never with a failure.
     */
    default CompletionStage<Void> prepare(WireCall call) {
        return READY;
    }

    /** A decoder for one answer with a success status. */
    EventDecoder decoder(WireCall call);

    /** An answer with an error status. */
    default ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body, WireCall call) {
        return ProviderErrors.verbatim(status, headers, body, call.target().apiKey());
    }

    /**
     * Whether the provider, although it takes such media, does not fetch it from this address itself, so that the gateway has to do it before
     * {@link #encode}.
     */
    default boolean cannotFetch(Media.Url media, WireCall call) {
        return false;
    }

    /** Whether the provider signs its reasoning, and wants it back in blocks. */
    default boolean signsThinking() {
        return false;
    }
}
