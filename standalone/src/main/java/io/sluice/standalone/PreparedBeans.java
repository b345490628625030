package io.sluice.standalone;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.contracts.identity.ServiceToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** One configuration for the beans of all three services. */
@ApplicationScoped
class PreparedBeans {

    @Produces
    @Singleton
    Configuration configuration() {
        Configuration prepared = Prepared.configuration;
        return prepared != null ? prepared : ConfigurationLoader.load(System.getenv());
    }

    /** Nobody presents it here: the services are one process. */
    @Produces
    @Singleton
    ServiceToken serviceToken(Configuration configuration) {
        return ServiceToken.of(
                configuration.environment().get("SLUICE_SERVICE_TOKEN"),
                configuration.general().string("master_key").orElseThrow());
    }
}
