package io.sluice.router.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.money.Money;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * 1,186 costs that the LiteLLM Proxy 1.109.1 named, each computed again from the usage that the provider had said. Every difference stands in
 * {@code cost-differences.tsv} with the reason why ours is right.
 */
class RecordedCostsTest {

    private final Catalog catalog = Catalog.load();

    private record Recorded(String id, String model, String baseModel, String usage, String measured, Money cost) {}

    @Test
    void shouldComeToTheSameNanoDollarAsRecordedOrSayWhyNot() throws IOException {
        Map<Pattern, String> differences = differences();
        Set<String> unused = new LinkedHashSet<>();
        differences.keySet().forEach(pattern -> unused.add(pattern.pattern()));
        List<String> unexplained = new ArrayList<>();
        int equal = 0;
        for (Recorded row : recorded()) {
            Usage usage = RecordedUsage.read(row.usage, row.measured);
            CostCalculator.Cost ours = CostCalculator.cost(card(row), usage);
            // an answer that says no usage is estimated by the engine; that it costs nothing is no agreement
            boolean counted = !usage.isEmpty() || !row.usage.isEmpty() || !ours.known();
            if (counted && ours.total().equals(row.cost)) {
                equal++;
                continue;
            }
            List<Pattern> known = differences.keySet().stream()
                    .filter(pattern -> pattern.matcher(row.id).matches())
                    .toList();
            known.forEach(pattern -> unused.remove(pattern.pattern()));
            if (known.isEmpty()) {
                unexplained.add(row.id + ' ' + row.model + ": recorded " + row.cost + ", ours " + ours.total() + " of "
                        + row.usage + row.measured);
            }
        }
        assertThat(unexplained).isEmpty();
        assertThat(unused).as("differences that are none any more").isEmpty();
        assertThat(equal).isGreaterThan(1_080);
    }

    private ModelCard card(Recorded row) {
        String named = row.baseModel.isEmpty() ? row.model : row.baseModel;
        int slash = named.indexOf('/');
        ModelCard card = catalog.card(named.substring(0, slash), named.substring(slash + 1));
        PriceTable prices = card.prices();
        boolean regional = row.measured.contains("\"location\":\"us-central1\"");
        return prices == null || !regional ? card : card.withPrices(prices.always(Set.of("regional")));
    }

    private static List<Recorded> recorded() throws IOException {
        List<Recorded> rows = new ArrayList<>();
        for (String line : lines("/recorded-costs.tsv")) {
            String[] columns = line.split("\t", -1);
            rows.add(new Recorded(
                    columns[0],
                    columns[1],
                    columns[2],
                    columns[3],
                    columns[4],
                    Money.ofDollars(new BigDecimal(columns[5]))));
        }
        return rows;
    }

    /** {@code <case or glob> TAB <reason>}. */
    private static Map<Pattern, String> differences() throws IOException {
        Map<Pattern, String> differences = new LinkedHashMap<>();
        for (String line : lines("/cost-differences.tsv")) {
            String[] columns = line.split("\t", 2);
            differences.put(Pattern.compile(glob(columns[0])), columns[1]);
        }
        return differences;
    }

    private static String glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (String literal : text.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return regex.toString();
    }

    private static List<String> lines(String resource) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(RecordedCostsTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
