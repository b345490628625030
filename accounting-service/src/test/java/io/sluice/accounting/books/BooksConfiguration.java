package io.sluice.accounting.books;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationLoader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The environment of the books under test: that of {@link WithMachine} instead of this process's. */
@ApplicationScoped
class BooksConfiguration {

    @Produces
    @Singleton
    Configuration configuration(Config config) {
        Map<String, String> environment = new HashMap<>();
        environment.put("LITELLM_MASTER_KEY", Machine.MASTER_KEY);
        for (String name : new String[] {"REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD"}) {
            Optional<String> value = config.getOptionalValue("books." + name, String.class);
            value.ifPresent(text -> environment.put(name, text));
        }
        return ConfigurationLoader.parse("""
                model_list:
                  - model_name: of-the-file
                    litellm_params: {model: openai/gpt-4o}
                    model_info: {id: id-of-the-file}
                general_settings: {store_model_in_db: true}
                """, environment);
    }
}
