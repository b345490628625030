package io.sluice.accounting.database;

import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.ConfigurationLoader;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code DATABASE_URL} (environment, system property, or {@code general_settings.database_url}) into {@code sluice.database.*},
 * which the data source's properties refer to. Its names are not listed, so that no build records an address or a password.
 */
public final class DatabaseUrlSourceFactory implements ConfigSourceFactory {

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return url(context)
                .map(text -> List.<ConfigSource>of(new DatabaseUrlSource(values(DatabaseUrl.parse(text)))))
                .orElse(List.of());
    }

    private static Optional<String> url(ConfigSourceContext context) {
        String direct = value(context, "DATABASE_URL");
        if (direct != null) {
            return Optional.of(direct);
        }
        if (value(context, "CONFIG_FILE_PATH") == null) {
            return Optional.empty();
        }
        try {
            return ConfigurationLoader.load(System.getenv()).general().string("database_url");
        } catch (ConfigurationException e) {
            // whoever needs the configuration says what is wrong with it
            return Optional.empty();
        }
    }

    private static @Nullable String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null || value.getValue().isBlank() ? null : value.getValue();
    }

    private static Map<String, String> values(DatabaseUrl url) {
        Map<String, String> values = new HashMap<>();
        values.put("sluice.database.jdbc-url", url.jdbc());
        values.put("sluice.database.reactive-url", url.reactive());
        values.put("sluice.database.username", url.user());
        values.put("sluice.database.password", url.password());
        values.put("sluice.database.trust-all", Boolean.toString(url.trustAll()));
        return values;
    }

    private record DatabaseUrlSource(Map<String, String> values) implements ConfigSource {

        @Override
        public Set<String> getPropertyNames() {
            return Set.of();
        }

        @Override
        public @Nullable String getValue(String name) {
            return values.get(name);
        }

        @Override
        public String getName() {
            return "DATABASE_URL";
        }

        @Override
        public int getOrdinal() {
            return 240;
        }

        @Override
        public String toString() {
            return getName();
        }
    }
}
