package io.sluice.configuration;

import java.math.BigDecimal;

/**
 * {@code sluice_settings.batches}.
 *
 * @param concurrency lines that one gateway runs at once; 0: this gateway runs none
 * @param batchRates lines cost what the price list says for batches, where it says so; else what any call costs
 * @param maxFileBytes of an uploaded file
 * @param maxLines of a batch
 * @param retentionDays files are kept for
 * @param lookMillis between two looks at a young batch that its provider runs; older ones are looked at less often
 */
public record BatchSettings(
        int concurrency, boolean batchRates, long maxFileBytes, int maxLines, int retentionDays, long lookMillis) {

    private static final int CONCURRENCY = 16;
    private static final long MEGABYTES = 100;

    /** OpenAI's limit: platform.openai.com/docs/guides/batch (seen 2026-11-26). */
    private static final int LINES = 50_000;

    /** As OpenAI keeps the files of batches: platform.openai.com/docs/api-reference/files/create (seen 2026-11-26). */
    private static final int DAYS = 30;

    private static final double LOOK_SECONDS = 2;
    private static final double LEAST_LOOK_SECONDS = 0.05;
    private static final double MOST_LOOK_SECONDS = 3_600;
    private static final int MILLIS = 1_000;

    /** Throws {@link ConfigurationException} for values that make no sense. */
    public static BatchSettings of(Configuration configuration) {
        Settings batches = configuration.sluice().section("batches");
        String rates = batches.string("rates").orElse("normal");
        if (!rates.equals("normal") && !rates.equals("batch")) {
            throw new ConfigurationException(batches.path() + ".rates must be normal or batch, not " + rates);
        }
        return new BatchSettings(
                (int) between(batches, "concurrency", CONCURRENCY, 0, 1_000),
                rates.equals("batch"),
                between(batches, "max_file_megabytes", MEGABYTES, 1, 2_000) << 20,
                (int) between(batches, "max_lines", LINES, 1, 10_000_000),
                (int) between(batches, "retention_days", DAYS, 1, 36_500),
                lookMillis(batches));
    }

    private static long lookMillis(Settings batches) {
        double seconds =
                batches.decimal("look_seconds").map(BigDecimal::doubleValue).orElse(LOOK_SECONDS);
        if (seconds < LEAST_LOOK_SECONDS || seconds > MOST_LOOK_SECONDS) {
            throw new ConfigurationException(batches.path() + ".look_seconds must be between " + LEAST_LOOK_SECONDS
                    + " and " + MOST_LOOK_SECONDS + ", not " + seconds);
        }
        return Math.round(seconds * MILLIS);
    }

    private static long between(Settings settings, String name, long otherwise, long least, long most) {
        long value = settings.wholeNumber(name).orElse(otherwise);
        if (value < least || value > most) {
            throw new ConfigurationException(
                    settings.path() + '.' + name + " must be between " + least + " and " + most + ", not " + value);
        }
        return value;
    }
}
