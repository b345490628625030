package io.sluice.gateway.slice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeds from one on, {@code -Dsluice.seeds=N} of them, and those that ever failed. One seed alone, with its story:
 * {@code -Dsluice.seed=S}.
 */
class AdmissionSimulationTest {

    private static final Path KEPT = Path.of("src/test/resources/admission-seeds.txt");

    static LongStream kept() {
        try {
            return Files.readAllLines(KEPT).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .mapToLong(line -> Long.parseLong(line.split(" ", 2)[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void shouldKeepTheLawsWhereItOnceBrokeThem(long seed) {
        run(seed);
    }

    @Test
    void shouldKeepTheLawsOnEverySchedule() {
        long only = Long.getLong("sluice.seed", -1);
        List<Long> seeds = only >= 0
                ? List.of(only)
                : LongStream.rangeClosed(1, Long.getLong("sluice.seeds", 1_000))
                        .boxed()
                        .toList();
        long served = 0;
        for (long seed : seeds) {
            served += run(seed).served;
        }
        assertThat(served).isPositive();
    }

    private static Truth run(long seed) {
        try {
            return new Scenario(seed).run();
        } catch (World.Broken e) {
            throw new AssertionError("seed " + seed + " (keep it in " + KEPT + "): " + e.getMessage(), e);
        }
    }
}
