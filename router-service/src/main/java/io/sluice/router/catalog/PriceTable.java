package io.sluice.router.catalog;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prices of a model: one row a (meter, unit price, conditions). Of the rows whose conditions hold, the most specific one applies.
 * Immutable.
 */
public final class PriceTable {

    public record Row(PriceMeter meter, UnitPrice price, Conditions conditions) {}

    /** How the searches that a model makes while it answers are charged. */
    public enum Searches {
        EACH,
        /** All of one call as one: Gemini before 3, ai.google.dev/gemini-api/docs/pricing (seen 2026-11-24). */
        ONCE,
        /** As one, and each call searches: Perplexity's request fee, docs.perplexity.ai/getting-started/pricing (seen 2026-11-24). */
        ALWAYS
    }

    private static final Row[] NO_ROWS = {};

    /** Decimal places of a nano-dollar. */
    private static final int NANO = 9;

    private final List<Row> rows;
    private final Map<String, BigDecimal> surcharges;
    private final @Nullable OffPeak offPeak;
    private final Searches searches;
    private final Set<String> standing;

    /** Computed when first asked for; all threads come to the same. */
    private volatile @Nullable Bounds bounds;

    /** Most specific first. */
    private final Map<PriceMeter, Row[]> byMeter = new EnumMap<>(PriceMeter.class);

    public PriceTable(List<Row> rows) {
        this(rows, Map.of(), null, Searches.EACH);
    }

    /**
     * @param surcharges name to factor on the price of tokens, for calls whose {@link Terms} name it
     * @param offPeak the cheap hours of rows that have this condition
     */
    public PriceTable(
            List<Row> rows, Map<String, BigDecimal> surcharges, @Nullable OffPeak offPeak, Searches searches) {
        this(rows, surcharges, offPeak, searches, Set.of());
    }

    private PriceTable(
            List<Row> rows,
            Map<String, BigDecimal> surcharges,
            @Nullable OffPeak offPeak,
            Searches searches,
            Set<String> standing) {
        this.standing = Set.copyOf(standing);
        this.rows = List.copyOf(rows);
        this.surcharges = Map.copyOf(surcharges);
        this.offPeak = offPeak;
        this.searches = searches;
        Comparator<Row> nearestFirst = Comparator.comparingLong((Row row) -> row.conditions.specificity())
                .reversed();
        Map<PriceMeter, List<Row>> grouped = new LinkedHashMap<>();
        for (Row row : this.rows) {
            grouped.merge(row.meter, List.of(row), PriceTable::joined);
        }
        grouped.forEach((meter, of) ->
                byMeter.put(meter, of.stream().sorted(nearestFirst).toArray(Row[]::new)));
    }

    private static List<Row> joined(List<Row> first, List<Row> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** A copy for a deployment, all of whose calls have these surcharges. */
    public PriceTable always(Set<String> names) {
        return names.isEmpty() || surcharges.isEmpty()
                ? this
                : new PriceTable(rows, surcharges, offPeak, searches, names);
    }

    /** A copy with more rows. */
    public PriceTable plus(List<Row> more) {
        return new PriceTable(joined(rows, more), surcharges, offPeak, searches, standing);
    }

    public List<Row> rows() {
        return rows;
    }

    public Map<String, BigDecimal> surcharges() {
        return surcharges;
    }

    public @Nullable OffPeak offPeak() {
        return offPeak;
    }

    public Searches searches() {
        return searches;
    }

    public boolean has(PriceMeter meter) {
        return byMeter.containsKey(meter);
    }

    /**
     * The price of a meter for a call: its own, or that of the meter it follows. When there are prices but the conditions of none hold (an
     * image of a quality that nobody said), it is the highest of them, since a price that is not known is not zero.
     *
     * @param inputTokens all of the call's, cached ones included
     * @return null when the table has no price at all for it
     */
    public @Nullable UnitPrice price(PriceMeter meter, Terms terms, long inputTokens) {
        boolean cheapHour = offPeak != null && terms.at() != null && offPeak.contains(terms.at());
        UnitPrice highest = null;
        for (PriceMeter next = meter; next != null; next = next.otherwise()) {
            for (Row row : byMeter.getOrDefault(next, NO_ROWS)) {
                if (row.conditions.hold(terms, inputTokens, cheapHour)) {
                    return row.price;
                }
                highest = highest == null ? row.price : highest.max(row.price);
            }
        }
        return highest;
    }

    /** The product of the surcharges that apply to a call. */
    public BigDecimal surcharge(Terms terms) {
        BigDecimal factor = BigDecimal.ONE;
        for (Map.Entry<String, BigDecimal> surcharge : surcharges.entrySet()) {
            String name = surcharge.getKey();
            if (standing.contains(name) || terms.surcharges().contains(name)) {
                factor = factor.multiply(surcharge.getValue());
            }
        }
        return factor;
    }

    /** The most that surcharges can come to. */
    public BigDecimal highestSurcharge() {
        return surcharges.values().stream().map(BigDecimal.ONE::max).reduce(BigDecimal.ONE, BigDecimal::multiply);
    }

    /** The most that a call can cost at these prices; one of a model that makes images by {@link Bounds#of(ModelCard)}. */
    Bounds bounds() {
        Bounds known = bounds;
        if (known == null) {
            known = Bounds.of(this);
            bounds = known;
        }
        return known;
    }

    /** The highest price of a meter's own rows under any condition; free when the table names none. */
    public UnitPrice highest(PriceMeter meter) {
        UnitPrice highest = UnitPrice.FREE;
        for (Row row : byMeter.getOrDefault(meter, NO_ROWS)) {
            highest = highest.max(row.price);
        }
        return highest;
    }

    /** Whether no quantity of this meter can come to a fraction of a nano-dollar. */
    boolean isWholeNanos(PriceMeter meter) {
        for (PriceMeter next = meter; next != null; next = next.otherwise()) {
            for (Row row : byMeter.getOrDefault(next, NO_ROWS)) {
                boolean surcharged =
                        !surcharges.isEmpty() && row.price.dollars().signum() > 0;
                if (surcharged || row.price.dollars().stripTrailingZeros().scale() > NANO) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PriceTable table
                && rows.equals(table.rows)
                && surcharges.equals(table.surcharges)
                && Objects.equals(offPeak, table.offPeak)
                && searches == table.searches
                && standing.equals(table.standing);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    @Override
    public String toString() {
        return rows + (surcharges.isEmpty() ? "" : " " + surcharges);
    }
}
