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

    /** @param headers lower-case names */
    void head(int status, Map<String, String> headers);

    /** The receiver owns the buffer. */
    void chunk(ByteBuffer bytes);

    void end();

    /** @param sent whether the provider may have got the request */
    void broken(Throwable cause, boolean sent);
}
