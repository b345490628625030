package io.sluice.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSettingsTest {

    private static BatchSettings of(String batches) {
        return BatchSettings.of(ConfigurationLoader.parse("sluice_settings: {batches: {" + batches + "}}", Map.of()));
    }

    @Test
    void shouldDoWithoutAnySetting() {
        assertThat(BatchSettings.of(ConfigurationLoader.parse("{}", Map.of())))
                .isEqualTo(new BatchSettings(16, false, 100L << 20, 50_000, 30, 2_000));
    }

    @Test
    void shouldReadWhatIsSet() {
        assertThat(
                        of(
                                "concurrency: 0, rates: batch, max_file_megabytes: 1, max_lines: 7, retention_days: 2, look_seconds: 0.25"))
                .isEqualTo(new BatchSettings(0, true, 1 << 20, 7, 2, 250));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "concurrency: -1",
                "rates: half",
                "max_file_megabytes: 0",
                "max_lines: 0",
                "retention_days: 0",
                "look_seconds: 0"
            })
    void shouldRefuseWhatMakesNoSense(String setting) {
        assertThatThrownBy(() -> of(setting))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("batches." + setting.substring(0, setting.indexOf(':')));
    }
}
