package io.sluice.gateway.books;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.CallerCodec;
import io.vertx.ext.web.RoutingContext;

/** The books are in this process: their REST resources come next on the router, and find the caller in the routing context. */
public final class LocalManagement implements Management {

    @Override
    public void answer(RoutingContext call, Caller caller) {
        call.put(CallerCodec.CONTEXT_KEY, caller);
        call.next();
    }
}
