package io.sluice.router.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns LiteLLM's public price list into our {@code models/PROVIDER.json}, one model a line so that a change is a readable diff.
 * Usage: {@code PriceImport model_prices.json FOLDER}. Only providers of the catalog are imported.
 */
public final class PriceImport {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String CAPABILITY = "supports_";

    /** LiteLLM's names of price-list providers that are one provider here. */
    private static final Map<String, String> PROVIDERS = Map.of("text-completion-openai", "openai");

    private PriceImport() {}

    public static void main(String[] arguments) throws IOException {
        Catalog catalog = Catalog.load();
        Path folder = Path.of(arguments[1]);
        Map<String, Map<String, ObjectNode>> byProvider = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                JSON.readTree(Path.of(arguments[0]).toFile()).properties()) {
            String listed = entry.getValue().path("litellm_provider").asText();
            String provider = PROVIDERS.getOrDefault(listed, listed);
            if (catalog.provider(provider).isPresent() && !entry.getKey().contains("*")) {
                String model = entry.getKey().startsWith(provider + '/')
                        ? entry.getKey().substring(provider.length() + 1)
                        : entry.getKey();
                byProvider.computeIfAbsent(provider, name -> new TreeMap<>()).put(model, card(entry.getValue()));
            }
        }
        for (Map.Entry<String, Map<String, ObjectNode>> provider : byProvider.entrySet()) {
            write(folder.resolve(provider.getKey() + ".json"), provider.getValue());
        }
    }

    private static void write(Path file, Map<String, ObjectNode> models) throws IOException {
        try (PrintStream out =
                new PrintStream(Files.newOutputStream(file), false, java.nio.charset.StandardCharsets.UTF_8)) {
            String separator = "{\n";
            for (Map.Entry<String, ObjectNode> model : models.entrySet()) {
                out.print(separator + JSON.writeValueAsString(model.getKey()) + ": "
                        + JSON.writeValueAsString(model.getValue()));
                separator = ",\n";
            }
            out.println("\n}");
        }
    }

    private static ObjectNode card(JsonNode listed) {
        ObjectNode card = JSON.createObjectNode();
        if (listed.path("mode").isTextual()) {
            card.put("mode", listed.path("mode").asText());
        }
        limit(listed, "max_input_tokens", "in", card);
        limit(listed, "max_output_tokens", "out", card);
        Map<String, Object> fields = new LinkedHashMap<>();
        ArrayNode capabilities = JSON.createArrayNode();
        listed.properties().forEach(field -> {
            if (field.getValue().isNumber()) {
                fields.put(field.getKey(), field.getValue().decimalValue());
            } else if (field.getKey().startsWith(CAPABILITY) && field.getValue().asBoolean()) {
                capabilities.add(field.getKey().substring(CAPABILITY.length()));
            }
        });
        ArrayNode prices = JSON.createArrayNode();
        for (PriceTable.Row row : LitellmPrices.table(fields).rows()) {
            ArrayNode line = prices.addArray()
                    .add(row.meter().name())
                    .add(row.price().dollars().toPlainString());
            if (row.serviceTier() != null || row.aboveInputTokens() > 0) {
                ObjectNode conditions = line.addObject();
                if (row.serviceTier() != null) {
                    conditions.put("tier", row.serviceTier());
                }
                if (row.aboveInputTokens() > 0) {
                    conditions.put("above", row.aboveInputTokens());
                }
            }
        }
        if (!prices.isEmpty()) {
            card.set("prices", prices);
        }
        if (!capabilities.isEmpty()) {
            card.set("can", capabilities);
        }
        return card;
    }

    private static void limit(JsonNode listed, String from, String to, ObjectNode card) {
        if (listed.path(from).canConvertToLong() && listed.path(from).asLong() > 0) {
            card.put(to, listed.path(from).asLong());
        }
    }
}
