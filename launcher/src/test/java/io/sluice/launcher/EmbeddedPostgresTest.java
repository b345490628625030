package io.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    @TempDir
    Path folder;

    @Test
    void shouldStartAgainAfterItsOwnerWasKilled() {
        Path cache = Cache.folder(System.getenv());
        try (DataFolder data = DataFolder.open(folder)) {
            // never closed, as after kill -9
            String first =
                    EmbeddedPostgres.start(data, cache, System.out).awaitReady().url();
            try (EmbeddedPostgres second =
                    EmbeddedPostgres.start(data, cache, System.out).awaitReady()) {
                assertThat(second.url()).startsWith("postgresql://sluice:");
                assertThat(second.url().split("@", 2)[0]).isEqualTo(first.split("@", 2)[0]);
            }
        }
    }

    @Test
    void shouldLendADataFolderToOneProcessAtATime() {
        try (DataFolder held = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(held.path()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("--data");
        }
    }
}
