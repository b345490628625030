package io.sluice.router.egress;

import java.nio.ByteBuffer;
import java.util.Map;

/** Receives a provider's answer on the event loop of the call. After {@link #end} or {@link #broken} nothing follows. */
public interface ExchangeHandler {

    /** @param headers lower-case names */
    void head(int status, Map<String, String> headers);

    /** The receiver owns the buffer. */
    void chunk(ByteBuffer bytes);

    void end();

    /** @param sent whether the provider may have got the request */
    void broken(Throwable cause, boolean sent);
}
