package io.sluice.router.client;

import io.sluice.router.conversation.Conversation;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.WireCall;

/** A protocol that clients speak to chat models. Stateless and thread-safe. */
public interface ClientProtocol {

    /**
     * Reads what the client asks.
     *
     * @throws UnsupportedRequestException when it is malformed, or asks for what the target cannot take
     */
    Conversation read(WireCall call);

    /**
     * A writer for the answer to one attempt.
     *
     * @param signedThinking the provider signs its reasoning and wants it back in blocks
     */
    AnswerWriter writer(WireCall call, boolean signedThinking);
}
