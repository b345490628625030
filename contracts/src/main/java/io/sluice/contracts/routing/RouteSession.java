package io.sluice.contracts.routing;

import java.nio.ByteBuffer;

/** A session under way. All methods are called on its event loop. */
public interface RouteSession extends RouteCall {

    /** A whole text message of the client. The engine owns the buffer. Only after the head with status 101. */
    void say(ByteBuffer message);

    /** Money and tokens for this turn are reserved: it may run. A turn that is refused ends the session: {@link #cancel}. */
    void granted(int turn);
}
