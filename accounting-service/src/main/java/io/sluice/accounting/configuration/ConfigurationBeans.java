package io.sluice.accounting.configuration;

import io.quarkus.arc.DefaultBean;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.contracts.identity.ServiceToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Stand back when another part of the process provides the same beans, as the standalone does. */
@ApplicationScoped
class ConfigurationBeans {

    @Produces
    @Singleton
    @DefaultBean
    Configuration configuration() {
        return ConfigurationLoader.load(System.getenv());
    }

    @Produces
    @Singleton
    @DefaultBean
    ServiceToken serviceToken(
            Configuration configuration,
            @ConfigProperty(name = "SLUICE_SERVICE_TOKEN") Optional<String> token,
            @ConfigProperty(name = "LITELLM_MASTER_KEY") Optional<String> masterKey) {
        Optional<String> configured = token.or(() -> configuration.environment().get("SLUICE_SERVICE_TOKEN"));
        Optional<String> key = configuration.general().string("master_key").or(() -> masterKey);
        if (configured.isEmpty() && key.isEmpty()) {
            throw new ConfigurationException("The services know each other by the master key: set LITELLM_MASTER_KEY"
                    + " (or SLUICE_SERVICE_TOKEN) to the same value for all of them.");
        }
        return ServiceToken.of(configured, key.orElse(""));
    }
}
