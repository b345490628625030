package io.sluice.router.pricelist;

import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.ModelWriter;
import io.sluice.router.catalog.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes a price list in LiteLLM's format into our {@code models/PROVIDER.json}. The same list always gives the same files, so that
 * {@code git diff} shows what an update changes.
 */
public final class PriceImport {

    /**
     * @param models number of models by provider
     * @param skipped number of models of providers that the catalog does not know
     */
    public record Result(Map<String, Integer> models, Map<String, Integer> skipped) {}

    private PriceImport() {}

    /** @param folder where the files go; those of providers that the list does not name are left alone */
    public static Result run(Path list, Path folder, Catalog catalog) throws IOException {
        Map<String, Map<String, ModelCard>> cards;
        try (InputStream in = Files.newInputStream(list)) {
            cards = LitellmList.read(in);
        }
        Set<String> files = catalog.providers().stream()
                .map(Provider::profile)
                .map(profile -> profile.models())
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, Integer> written = new TreeMap<>();
        Map<String, Integer> skipped = new TreeMap<>();
        for (Map.Entry<String, Map<String, ModelCard>> provider : cards.entrySet()) {
            int models = provider.getValue().size();
            if (files.contains(provider.getKey())) {
                Files.writeString(
                        folder.resolve(provider.getKey() + ".json"),
                        ModelWriter.write(provider.getValue().values()),
                        StandardCharsets.UTF_8);
                written.put(provider.getKey(), models);
            } else {
                skipped.put(provider.getKey(), models);
            }
        }
        return new Result(written, skipped);
    }
}
