package io.sluice.router.pricelist;

import io.sluice.configuration.Configuration;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the operator's price list comes from: {@code sluice_settings.price_catalog}, else LiteLLM's {@code litellm_settings.model_cost_map_url} and
 * {@code LITELLM_MODEL_COST_MAP_URL}, which {@code LITELLM_LOCAL_MODEL_COST_MAP} switches off. A list that nobody named is never fetched.
 *
 * @param location a file's path, or an address
 * @param refreshSeconds how often it is looked at again
 * @param memory file in which the last good list survives a restart; empty when there is no data folder
 */
public record PriceListSettings(String location, long refreshSeconds, Optional<Path> memory) {

    private static final long FILE_SECONDS = 5;
    private static final long ADDRESS_SECONDS = 3_600;

    /** Empty when no list is named. */
    public static Optional<PriceListSettings> read(Configuration configuration) {
        return configuration
                .sluice()
                .string("price_catalog")
                .or(() -> litellms(configuration))
                .map(String::strip)
                .filter(location -> !location.isEmpty())
                .map(location -> settings(location, configuration));
    }

    private static Optional<String> litellms(Configuration configuration) {
        boolean local = configuration
                .environment()
                .get("LITELLM_LOCAL_MODEL_COST_MAP")
                .filter(value -> value.equalsIgnoreCase("true"))
                .isPresent();
        return local
                ? Optional.empty()
                : configuration
                        .litellm()
                        .string("model_cost_map_url")
                        .or(() -> configuration.environment().get("LITELLM_MODEL_COST_MAP_URL"));
    }

    private static PriceListSettings settings(String location, Configuration configuration) {
        long refresh = configuration
                .sluice()
                .wholeNumber("price_refresh")
                .filter(seconds -> seconds > 0)
                .orElse(isAddress(location) ? ADDRESS_SECONDS : FILE_SECONDS);
        Optional<Path> memory =
                configuration.environment().get("SLUICE_DATA").map(folder -> Path.of(folder, "price-list.json"));
        return new PriceListSettings(beside(location, configuration), refresh, memory);
    }

    /** A relative path counts from the configuration file. */
    private static String beside(String location, Configuration configuration) {
        if (isAddress(location)) {
            return location;
        }
        String path =
                location.startsWith("file:") ? Path.of(URI.create(location)).toString() : location;
        Optional<Path> folder =
                configuration.source().map(file -> file.toAbsolutePath().getParent());
        return folder.map(parent -> parent.resolve(path).toString()).orElse(path);
    }

    private static boolean isAddress(String location) {
        return location.startsWith("https://") || location.startsWith("http://");
    }

    boolean isAddress() {
        return isAddress(location);
    }
}
