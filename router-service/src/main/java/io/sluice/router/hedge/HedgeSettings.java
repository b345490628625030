package io.sluice.router.hedge;

import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.Settings;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sluice_settings.hedge: {after: p95, max_extra: 1, budget_pct: 5}}.
 *
 * @param percentile of the group's times to the first token after which a second call is made; 0: a fixed time
 * @param fixedMillis that time
 * @param maxExtra most extra calls a request
 * @param budgetPercent most extra calls by hundred requests
 */
public record HedgeSettings(double percentile, long fixedMillis, int maxExtra, double budgetPercent) {

    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d+)?)");
    private static final double DEFAULT_BUDGET_PERCENT = 5;

    /** Empty: nothing is hedged. */
    public static Optional<HedgeSettings> read(Settings sluice) {
        Settings hedge = sluice.section("hedge");
        return hedge.string("after").map(after -> {
            Matcher matcher = PERCENTILE.matcher(after.strip());
            boolean percentile = matcher.matches();
            return new HedgeSettings(
                    percentile ? Double.parseDouble(matcher.group(1)) : 0,
                    percentile ? 0 : fixed(hedge, after),
                    hedge.wholeNumber("max_extra").map(Math::toIntExact).orElse(1),
                    hedge.decimal("budget_pct").map(BigDecimal::doubleValue).orElse(DEFAULT_BUDGET_PERCENT));
        });
    }

    private static long fixed(Settings hedge, String after) {
        try {
            return Long.parseLong(after.strip());
        } catch (NumberFormatException e) {
            throw new ConfigurationException(
                    hedge.path() + ".after must be a percentile such as p95 or milliseconds, not " + after);
        }
    }
}
