package io.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path folder;

    @Test
    void shouldLendADataFolderToOneProcessAtATime() {
        try (DataFolder held = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(held.path()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("another Sluice")
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void shouldHoldADataFolderThatNobodyRefersTo() throws InterruptedException {
        DataFolder.open(folder);
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(20);
        }

        assertThatThrownBy(() -> DataFolder.open(folder)).hasMessageContaining("another Sluice uses the data folder");
    }

    @Test
    void shouldSayWhyAFolderCannotBeUsed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("the data folder " + file.resolve("data") + " cannot be used")
                .hasMessageContaining("--data")
                .hasMessageNotContaining("Exception");
    }

    @Test
    void shouldLeaveAStrangerAloneThatHasTheNumberOfAnEndedChild() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(folder.resolve("processes"), "postgres " + stranger.pid() + " 1000\nhalf a li");
            DataFolder.open(folder).close();
            assertThat(stranger.isAlive()).isTrue();
            assertThat(folder.resolve("processes")).doesNotExist();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void shouldStopWhatAKilledStartLeftBehind() {
        Child left;
        try (DataFolder data = DataFolder.open(folder)) {
            left = Child.start(data, "left", List.of("sleep", "60"), 1, folder.resolve("log"));
        }
        DataFolder.open(folder).close();
        assertThat(left.isAlive()).isFalse();
    }
}
