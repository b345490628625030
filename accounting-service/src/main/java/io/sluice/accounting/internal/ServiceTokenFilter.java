package io.sluice.accounting.internal;

import io.sluice.contracts.identity.ServiceToken;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Lets services in by their token; where the internal API is switched off (the standalone) it does not exist. */
@Provider
@Internal
public class ServiceTokenFilter implements ContainerRequestFilter {

    private final ServiceToken token;
    private final boolean enabled;

    ServiceTokenFilter(
            ServiceToken token, @ConfigProperty(name = "sluice.internal-api.enabled") Optional<Boolean> enabled) {
        this.token = token;
        this.enabled = enabled.orElse(true);
    }

    @Override
    public void filter(ContainerRequestContext context) {
        if (!enabled) {
            context.abortWith(Response.status(404).build());
        } else if (!token.matches(context.getHeaderString(ServiceToken.HEADER))) {
            context.abortWith(Response.status(401).build());
        }
    }
}
