package io.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    private static final Path CACHE =
            Cache.folder(System.getenv(), Path.of("target").toAbsolutePath());

    @TempDir
    Path folder;

    @Test
    void shouldStopTheServerThatAKilledStartLeftBehind() {
        EmbeddedPostgres left;
        try (DataFolder data = DataFolder.open(folder)) {
            // never closed, as after kill -9
            left = EmbeddedPostgres.start(data, CACHE).awaitReady();
        }
        assertThat(left.process().isAlive()).isTrue();

        try (DataFolder data = DataFolder.open(folder)) {
            assertThat(left.process().isAlive()).isFalse();
            try (EmbeddedPostgres again = EmbeddedPostgres.start(data, CACHE).awaitReady()) {
                assertThat(again.url()).startsWith("postgresql://sluice:");
                assertThat(again.url().split("@", 2)[0]).isEqualTo(left.url().split("@", 2)[0]);
            }
        }
    }

    @Test
    void shouldBeginAnewAfterAStartThatWasKilledWhileItMadeTheCluster() throws IOException {
        Files.createDirectories(folder.resolve("postgres.new/base"));
        Files.writeString(folder.resolve("postgres.new/PG_VERSION"), "17");

        try (DataFolder data = DataFolder.open(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data, CACHE).awaitReady()) {
            assertThat(postgres.process().isAlive()).isTrue();
        }
    }

    @Test
    void shouldSayWhyAServerDoesNotStart() throws IOException {
        Files.createDirectories(folder.resolve("postgres"));
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "9.6");

        try (DataFolder data = DataFolder.open(folder)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data, CACHE).awaitReady())
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("PostgreSQL ended at its start")
                    .hasMessageContaining("postgresql.conf");
        }
    }
}
