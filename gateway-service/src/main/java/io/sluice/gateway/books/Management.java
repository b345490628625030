package io.sluice.gateway.books;

import io.sluice.contracts.identity.Caller;
import io.vertx.ext.web.RoutingContext;

/** Passes a management call to the books, which answer it. On the event loop of the request. */
public interface Management {

    void answer(RoutingContext call, Caller caller);
}
