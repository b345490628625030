package io.sluice.router.start;

import io.quarkus.arc.DefaultBean;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.contracts.identity.ServiceToken;
import io.sluice.contracts.routing.StoredModels;
import io.sluice.router.stored.HttpStoredModels;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What the standalone brings itself and the router as a service of its own reads from its environment. */
@ApplicationScoped
class SuiteBeans {

    @Produces
    @DefaultBean
    @Singleton
    Configuration configuration() {
        return ConfigurationLoader.load(System.getenv());
    }

    /** Without a master key and without a token of its own nobody could be told from a stranger: the start is refused. */
    @Produces
    @DefaultBean
    @Singleton
    ServiceToken serviceToken(Configuration configuration) {
        Optional<String> token = configuration.environment().get("SLUICE_SERVICE_TOKEN");
        Optional<String> masterKey = configuration.general().string("master_key");
        if (token.isEmpty() && masterKey.isEmpty()) {
            throw new ConfigurationException(
                    "the router needs LITELLM_MASTER_KEY (or general_settings.master_key), the same as"
                            + " the gateway's, or SLUICE_SERVICE_TOKEN");
        }
        return ServiceToken.of(token, masterKey.orElse(""));
    }

    @Produces
    @DefaultBean
    @Singleton
    StoredModels storedModels(Vertx vertx, Configuration configuration, ServiceToken token) {
        String books = configuration.environment().get("SLUICE_ACCOUNTING_URL").orElse("http://127.0.0.1:4002");
        return new HttpStoredModels(vertx, books, token);
    }
}
