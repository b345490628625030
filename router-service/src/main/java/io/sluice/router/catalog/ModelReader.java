package io.sluice.router.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads files of model cards, in the format that {@link ModelWriter} describes. Numbers stay exact. */
public final class ModelReader {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private ModelReader() {}

    /** @throws IOException when it is not JSON, or a card cannot be meant; the message names the model */
    public static Map<String, ModelCard> read(String provider, InputStream in) throws IOException {
        return read(provider, JSON.readTree(in));
    }

    static Map<String, ModelCard> read(String provider, JsonNode models) throws IOException {
        Map<String, ModelCard> cards = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> model : models.properties()) {
            try {
                cards.put(model.getKey(), card(provider, model.getKey(), model.getValue()));
            } catch (IllegalArgumentException e) {
                throw new IOException("model " + provider + '/' + model.getKey() + ": " + e.getMessage(), e);
            }
        }
        return cards;
    }

    private static ModelCard card(String provider, String model, JsonNode node) {
        return new ModelCard(
                provider,
                model,
                text(node, "mode"),
                node.path("in").asLong(0),
                node.path("out").asLong(0),
                prices(node),
                false,
                texts(node.path("can")),
                texts(node.path("cannot")),
                facts(node.path("facts")),
                text(node, "retires"),
                text(node, "source"),
                name -> Optional.empty());
    }

    private static @Nullable PriceTable prices(JsonNode node) {
        List<PriceTable.Row> rows = new ArrayList<>();
        for (Map.Entry<String, JsonNode> group : node.path("prices").properties()) {
            Conditions conditions = Conditions.parse(group.getKey());
            for (Map.Entry<String, JsonNode> price : group.getValue().properties()) {
                PriceMeter meter = MeterNames.meter(price.getKey())
                        .orElseThrow(() -> new IllegalArgumentException("no such meter: " + price.getKey()));
                BigDecimal dollars = price.getValue().decimalValue().movePointLeft(MeterNames.scale(meter));
                rows.add(new PriceTable.Row(meter, new UnitPrice(dollars), conditions));
            }
        }
        if (rows.isEmpty()) {
            return null;
        }
        Map<String, BigDecimal> surcharges = new TreeMap<>();
        node.path("surcharges")
                .properties()
                .forEach(each -> surcharges.put(each.getKey(), each.getValue().decimalValue()));
        String searches = text(node, "searches");
        return new PriceTable(
                rows,
                surcharges,
                node.has("off_peak") ? OffPeak.parse(List.copyOf(texts(node.path("off_peak")))) : null,
                searches == null
                        ? PriceTable.Searches.EACH
                        : PriceTable.Searches.valueOf(searches.toUpperCase(Locale.ROOT)));
    }

    private static Map<String, Object> facts(JsonNode node) {
        if (node.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> facts = new TreeMap<>();
        node.properties().forEach(fact -> facts.put(fact.getKey(), value(fact.getValue())));
        return Collections.unmodifiableMap(facts);
    }

    private static Object value(JsonNode node) {
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> list.add(value(element)));
            return List.copyOf(list);
        }
        return node.isBoolean() ? (Object) node.asBoolean() : node.isNumber() ? node.numberValue() : node.asText();
    }

    private static Set<String> texts(JsonNode list) {
        if (list.isEmpty()) {
            return Set.of();
        }
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add(text.asText().intern()));
        return Collections.unmodifiableSet(texts);
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).isTextual() ? node.path(name).asText().intern() : null;
    }
}
