package io.sluice.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StartFailureTest {

    @Test
    void shouldSayInOneLineWhatAnOperatorCanMend() {
        assertThat(printed(new RuntimeException("Failed to start", new ConfigurationException("the file is bad"))))
                .isEqualTo("Sluice cannot start: the file is bad\n");
        assertThat(printed(new RuntimeException(new BindException("Address already in use"))))
                .contains("port", "Address already in use", "--port")
                .hasLineCount(1);
        assertThat(printed(new RuntimeException(new SQLException("FATAL: password authentication failed\n  Detail"))))
                .isEqualTo("Sluice cannot start: PostgreSQL says: FATAL: password authentication failed."
                        + " Look at DATABASE_URL.\n");
    }

    @Test
    void shouldSayEverythingOfWhatOnlyWeCanMend() {
        assertThat(printed(new IllegalStateException("a fault of ours")))
                .contains("Please report")
                .contains("a fault of ours")
                .contains("at io.sluice");
    }

    private static String printed(Throwable failure) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StartFailure.print(failure, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
