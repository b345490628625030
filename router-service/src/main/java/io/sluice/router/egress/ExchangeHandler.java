package io.sluice.router.egress;

import java.nio.ByteBuffer;
import java.util.Map;

/** Receives a provider's answer on the event loop of the call. After {@link #end} or {@link #broken} nothing follows. */
public interface ExchangeHandler {

    /**
     * The request goes over a connection that was made for it, or while it waited.
     *
     * @param micros from the wish to the connection: name, TCP and TLS
     */
    default void connected(long micros) {}

    /**
     * The provider closed a WebSocket; {@link #end} follows.
     *
     * @param code of RFC 6455, 7.4
     */
    default void closed(int code, String reason) {}

    /** @param headers lower-case names; the status of a WebSocket that is open is 101 */
    void head(int status, Map<String, String> headers);

    /** The receiver owns the buffer. */
    void chunk(ByteBuffer bytes);

    void end();

    /** @param sent whether the provider may have got the request */
    void broken(Throwable cause, boolean sent);
}
