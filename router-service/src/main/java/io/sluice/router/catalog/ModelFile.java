package io.sluice.router.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The models of one provider, from {@code models/PROVIDER.json}. A provider without a file has no known models. */
final class ModelFile {

    /** Shorter names are not taken as the beginning of a newer one: {@code o1} is not {@code o1-next}. */
    private static final int MIN_PREFIX = 5;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ModelCard> exact = new HashMap<>();
    private final NavigableMap<String, ModelCard> sorted = new TreeMap<>();

    static ModelFile read(String provider) {
        ModelFile file = new ModelFile();
        try (InputStream in = ModelFile.class.getResourceAsStream("/models/" + provider + ".json")) {
            if (in != null) {
                JSON.readTree(in)
                        .properties()
                        .forEach(entry -> file.add(card(provider, entry.getKey(), entry.getValue())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("models of " + provider, e);
        }
        return file;
    }

    private void add(ModelCard card) {
        exact.put(card.model(), card);
        sorted.put(card.model(), card);
    }

    Optional<ModelCard> exact(String model) {
        return Optional.ofNullable(exact.get(model));
    }

    /**
     * The model itself, or for a dated or newer name the longest known model that it begins with, up to a separator:
     * {@code gpt-4o-2099-01-01} is priced as {@code gpt-4o}.
     */
    Optional<ModelCard> find(String model) {
        ModelCard known = exact.get(model);
        if (known != null) {
            return Optional.of(known);
        }
        for (int end = model.length() - 1; end >= MIN_PREFIX; end--) {
            char separator = model.charAt(end);
            if (separator == '-' || separator == '@' || separator == ':') {
                ModelCard prefix = sorted.get(model.substring(0, end));
                if (prefix != null) {
                    return Optional.of(prefix);
                }
            }
        }
        return Optional.empty();
    }

    private static ModelCard card(String provider, String model, JsonNode node) {
        List<PriceTable.Row> rows = new ArrayList<>();
        node.path("prices").forEach(row -> rows.add(row(row)));
        Set<String> capabilities = new LinkedHashSet<>();
        node.path("can").forEach(capability -> capabilities.add(capability.asText()));
        return new ModelCard(
                provider,
                model,
                text(node, "mode"),
                node.path("in").asLong(0),
                node.path("out").asLong(0),
                rows.isEmpty() ? null : new PriceTable(rows),
                capabilities);
    }

    /** {@code ["OUTPUT_TOKEN", "0.00001", {"tier": "priority", "above": 200000}]}. */
    private static PriceTable.Row row(JsonNode row) {
        JsonNode conditions = row.path(2);
        return new PriceTable.Row(
                PriceMeter.valueOf(row.path(0).asText()),
                UnitPrice.of(row.path(1).asText()),
                text(conditions, "tier"),
                conditions.path("above").asLong(0));
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).isTextual() ? node.path(name).asText() : null;
    }
}
