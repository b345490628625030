package io.sluice.gateway.health;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.Settings;
import io.sluice.contracts.money.Money;
import java.math.BigDecimal;

/**
 * When deployments are looked at. Names and defaults of {@code general_settings} are LiteLLM's ({@code litellm-behaviour.md} 2.6).
 *
 * @param background {@code background_health_checks}: in rounds, and {@code GET /health} shows the last one
 * @param intervalMillis {@code health_check_interval} between two rounds
 * @param timeoutMillis {@code health_check_timeout}, for deployments without their own
 * @param concurrency {@code health_check_concurrency}: looks at the same time
 * @param details {@code health_check_details}: administrators see addresses
 * @param freshMillis {@code sluice_settings.health_check_min_interval}: a younger result is not asked for again
 * @param dailyBudget {@code sluice_settings.health_check_budget}: most that the looks of one gateway may cost in a day (UTC)
 */
public record HealthSettings(
        boolean background,
        long intervalMillis,
        long timeoutMillis,
        int concurrency,
        boolean details,
        long freshMillis,
        Money dailyBudget) {

    private static final long DEFAULT_INTERVAL_MILLIS = 300_000;
    private static final long SHORTEST_INTERVAL_MILLIS = 1_000;
    private static final long DEFAULT_TIMEOUT_MILLIS = 60_000;
    private static final int DEFAULT_CONCURRENCY = 8;
    private static final long DEFAULT_FRESH_MILLIS = 10_000;
    private static final BigDecimal DEFAULT_DOLLARS = BigDecimal.ONE;

    public static HealthSettings read(Configuration configuration) {
        Settings general = configuration.general();
        Settings sluice = configuration.sluice();
        return new HealthSettings(
                general.flag("background_health_checks", false),
                Math.max(
                        SHORTEST_INTERVAL_MILLIS,
                        set(general.millis("health_check_interval"), DEFAULT_INTERVAL_MILLIS)),
                set(general.millis("health_check_timeout"), DEFAULT_TIMEOUT_MILLIS),
                Math.max(
                        1,
                        general.wholeNumber("health_check_concurrency")
                                .map(Math::toIntExact)
                                .orElse(DEFAULT_CONCURRENCY)),
                general.flag("health_check_details", true),
                set(sluice.millis("health_check_min_interval"), DEFAULT_FRESH_MILLIS),
                Money.ofNanos(sluice.decimal("health_check_budget")
                        .orElse(DEFAULT_DOLLARS)
                        .movePointRight(9)
                        .longValue()));
    }

    private static long set(long millis, long whenAbsent) {
        return millis > 0 ? millis : whenAbsent;
    }
}
