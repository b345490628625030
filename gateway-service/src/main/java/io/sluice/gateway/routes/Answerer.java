package io.sluice.gateway.routes;

import io.sluice.contracts.routing.Protocol;

/** Who answers a route. */
public sealed interface Answerer permits Surface, Question, Page {

    /** Spoken by its clients; errors come back in it, those of keys too. */
    Protocol protocol();

    /** Whether a WebSocket's subprotocol may show the key: OpenAI's way for browsers, which cannot set headers. */
    default boolean takesKeyInSubprotocol() {
        return false;
    }

    /** Whether {@code ?key=} may show the key: Google's way, where no header does. */
    default boolean takesKeyInQuery() {
        return false;
    }
}
