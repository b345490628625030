package io.sluice.accounting.access;

import io.sluice.contracts.identity.ServiceToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Knows the other services of Sluice by their token. A bean of its own that is made when it is first asked: filters are made before there is a
 * configuration, in a native executable while it is built.
 */
@ApplicationScoped
public class ServiceAccess {

    private final ServiceToken token;
    private final boolean offered;

    ServiceAccess(ServiceToken token, @ConfigProperty(name = "sluice.internal-api.enabled") Optional<Boolean> offered) {
        this.token = token;
        this.offered = offered.orElse(true);
    }

    /** False where all services are in one process. */
    public boolean isOffered() {
        return offered;
    }

    public boolean isService(ContainerRequestContext request) {
        return offered && token.matches(request.getHeaderString(ServiceToken.HEADER));
    }
}
