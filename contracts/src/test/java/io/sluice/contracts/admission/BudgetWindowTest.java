package io.sluice.contracts.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetWindowTest {

    /** A Tuesday. */
    private static final Instant NOW = Instant.parse("2026-11-24T16:13:27.250Z");

    @ParameterizedTest
    @CsvSource({
        "30s, 2026-11-24T16:13:00Z, 2026-11-24T16:13:30Z",
        "30m, 2026-11-24T16:00:00Z, 2026-11-24T16:30:00Z",
        "1h,  2026-11-24T16:00:00Z, 2026-11-24T17:00:00Z",
        "24h, 2026-11-24T00:00:00Z, 2026-11-25T00:00:00Z",
        "1d,  2026-11-24T00:00:00Z, 2026-11-25T00:00:00Z",
        "7d,  2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
        "1w,  2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
        "30d, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "1mo, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "3mo, 2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "12mo, 2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z"
    })
    void shouldAlignToTheCalendar(String duration, Instant start, Instant end) {
        assertThat(BudgetWindow.at(duration, NOW)).isEqualTo(new BudgetWindow(start, end));
    }

    @Test
    void shouldNeverEndWithoutADuration() {
        assertThat(BudgetWindow.at(null, NOW).start()).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "d", "0d", "-1d", "1y", "1.5h", "9999999d"})
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThat(BudgetWindow.isValid(text)).isFalse();
        assertThatThrownBy(() -> BudgetWindow.at(text, NOW)).isInstanceOf(IllegalArgumentException.class);
    }
}
