package io.sluice.router.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.contracts.money.PriceMeter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Model cards in files of our own: a JSON object, model name to card, in the order of the names. Prices stand by conditions, one line each, so that
 * the diff of an update shows what became dearer:
 *
 * <pre>
 * "gpt-x": {"mode":"chat","in":400000,"out":128000,
 *  "prices":{"":{"input":1.25,"cached":0.125,"output":10},
 *   "priority":{"input":2.5,"cached":0.25,"output":20}},
 *  "can":["function_calling","vision"]}
 * </pre>
 *
 * Tokens, characters and pixels are priced by the million, time by the second, everything else by the piece; in US dollars.
 */
public final class ModelWriter {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private ModelWriter() {}

    /** The text of a file with these cards, always the same for the same cards. */
    public static String write(Collection<ModelCard> cards) {
        Map<String, ModelCard> sorted = new TreeMap<>();
        cards.forEach(card -> sorted.put(card.model(), card));
        StringBuilder text = new StringBuilder();
        sorted.forEach((model, card) -> {
            text.append(text.isEmpty() ? "{\n" : ",\n").append(json(model)).append(": {");
            write(card, text);
            text.append('}');
        });
        return text.isEmpty() ? "{}\n" : text.append("\n}\n").toString();
    }

    private static void write(ModelCard card, StringBuilder text) {
        Map<String, Object> head = new LinkedHashMap<>();
        put(head, "mode", card.mode());
        put(head, "in", card.maxInputTokens() == 0 ? null : card.maxInputTokens());
        put(head, "out", card.maxOutputTokens() == 0 ? null : card.maxOutputTokens());
        put(head, "retires", card.retires());
        put(head, "source", card.source());
        String separator = "";
        if (!head.isEmpty()) {
            String line = json(head);
            text.append(line, 1, line.length() - 1);
            separator = ",\n ";
        }
        PriceTable prices = card.prices();
        if (prices != null) {
            text.append(separator).append("\"prices\":{").append(rows(prices)).append('}');
            separator = ",\n ";
            Map<String, Object> more = new LinkedHashMap<>();
            put(more, "surcharges", prices.surcharges().isEmpty() ? null : new TreeMap<>(prices.surcharges()));
            OffPeak offPeak = prices.offPeak();
            put(more, "off_peak", offPeak == null ? null : offPeak.lines());
            put(
                    more,
                    "searches",
                    prices.searches() == PriceTable.Searches.EACH
                            ? null
                            : prices.searches().name().toLowerCase(Locale.ROOT));
            if (!more.isEmpty()) {
                String line = json(more);
                text.append(separator).append(line, 1, line.length() - 1);
            }
        }
        Map<String, Object> rest = new LinkedHashMap<>();
        put(rest, "can", card.capabilities().isEmpty() ? null : new TreeSet<>(card.capabilities()));
        put(rest, "cannot", card.lacking().isEmpty() ? null : new TreeSet<>(card.lacking()));
        put(rest, "facts", card.facts().isEmpty() ? null : new TreeMap<>(card.facts()));
        for (Map.Entry<String, Object> line : rest.entrySet()) {
            text.append(separator).append(json(line.getKey())).append(':').append(json(line.getValue()));
            separator = ",\n ";
        }
    }

    /** One line a set of conditions; those without any first. */
    private static String rows(PriceTable prices) {
        Map<String, Map<PriceMeter, BigDecimal>> groups = new TreeMap<>();
        for (PriceTable.Row row : prices.rows()) {
            groups.computeIfAbsent(row.conditions().toString(), conditions -> new EnumMap<>(PriceMeter.class))
                    .put(row.meter(), plain(row.price().dollars().movePointRight(MeterNames.scale(row.meter()))));
        }
        List<String> lines = new ArrayList<>();
        groups.forEach((conditions, group) -> {
            Map<String, BigDecimal> named = new LinkedHashMap<>();
            group.forEach((meter, price) -> named.put(MeterNames.name(meter), price));
            lines.add(json(conditions) + ':' + json(named));
        });
        return String.join(",\n  ", lines);
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
