package io.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {

    @TempDir
    Path folder;

    @Test
    void shouldMakeAKeyOnceAndKeepItPrivate() throws IOException {
        try (DataFolder data = DataFolder.open(folder)) {
            MasterKey made = MasterKey.resolve(with(Map.of()), data);
            MasterKey again = MasterKey.resolve(with(Map.of()), data);

            assertThat(made.generatedNow()).isTrue();
            assertThat(made.value()).startsWith("sk-").hasSizeGreaterThan(30);
            assertThat(again.generatedNow()).isFalse();
            assertThat(again.value()).isEqualTo(made.value());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("master.key"))))
                    .isEqualTo("rw-------");
            assertThat(made.toString()).doesNotContain(made.value());
        }
    }

    private static Configuration with(Map<String, String> environment) {
        return ConfigurationLoader.parse("{}", environment);
    }
}
