package io.sluice.accounting.internal;

import io.sluice.accounting.access.ServiceAccess;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Lets services in by their token; where the internal API is switched off (the standalone) it does not exist. */
@Provider
@Internal
public class ServiceTokenFilter implements ContainerRequestFilter {

    private final ServiceAccess services;

    ServiceTokenFilter(ServiceAccess services) {
        this.services = services;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        if (!services.isOffered()) {
            context.abortWith(Response.status(404).build());
        } else if (!services.isService(context)) {
            context.abortWith(Response.status(401).build());
        }
    }
}
