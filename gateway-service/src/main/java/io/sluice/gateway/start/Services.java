package io.sluice.gateway.start;

import io.sluice.configuration.Configuration;
import io.sluice.contracts.identity.ServiceToken;
import io.sluice.gateway.seam.ServiceAddress;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** The other services of the suite. Each seam has a client of its own, so that files on their way keep nobody waiting who asks for a key. */
@Singleton
class Services {

    private final Vertx vertx;
    private final Configuration configuration;
    private final ServiceToken token;

    Services(Vertx vertx, Configuration configuration, ServiceToken token) {
        this.vertx = vertx;
        this.configuration = configuration;
        this.token = token;
    }

    ServiceClient router() {
        return new ServiceClient(vertx, routerAddress(), token);
    }

    ServiceAddress routerAddress() {
        return address("SLUICE_ROUTER_URL", "http://127.0.0.1:4001");
    }

    ServiceClient books() {
        return new ServiceClient(vertx, address("SLUICE_ACCOUNTING_URL", "http://127.0.0.1:4002"), token);
    }

    private ServiceAddress address(String variable, String otherwise) {
        return ServiceAddress.parse(configuration.environment().get(variable).orElse(otherwise));
    }
}
