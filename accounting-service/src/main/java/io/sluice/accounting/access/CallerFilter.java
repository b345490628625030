package io.sluice.accounting.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.CallerCodec;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Establishes the caller of a management call: from the routing context when the gateway runs in this process, else from the
 * headers of a gateway that proved itself by the service token. A client can set neither: gateways drop such headers.
 */
@Provider
@Managed
public class CallerFilter implements ContainerRequestFilter {

    private final CurrentVertxRequest request;
    private final CurrentCaller current;
    private final ServiceAccess services;

    CallerFilter(CurrentVertxRequest request, CurrentCaller current, ServiceAccess services) {
        this.request = request;
        this.current = current;
        this.services = services;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        Caller caller = caller(context);
        if (caller == null) {
            context.abortWith(ApiErrors.response(
                    ApiException.error(401, "Authentication Error, No api key passed in.", "auth_error", null)));
        } else {
            current.set(caller);
        }
    }

    private @Nullable Caller caller(ContainerRequestContext context) {
        RoutingContext routing = request.getCurrent();
        if (routing != null && routing.get(CallerCodec.CONTEXT_KEY) instanceof Caller known) {
            return known;
        }
        String presented = context.getHeaderString(CallerCodec.HEADER);
        if (presented == null || !services.isService(context)) {
            return null;
        }
        try {
            return CallerCodec.parse(presented);
        } catch (RuntimeException e) {
            return null;
        }
    }
}
