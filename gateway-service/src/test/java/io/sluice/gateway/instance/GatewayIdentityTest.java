package io.sluice.gateway.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayIdentityTest {

    @TempDir
    Path folder;

    @Test
    void shouldKeepItsNameAndRaiseItsIncarnation() {
        String id;
        long incarnation;
        try (GatewayIdentity first = GatewayIdentity.claim(folder)) {
            id = first.id();
            incarnation = first.incarnation();
        }
        for (int start = 0; start < 5; start++) {
            try (GatewayIdentity next = GatewayIdentity.claim(folder)) {
                assertThat(next.id()).isEqualTo(id);
                assertThat(next.incarnation()).isGreaterThan(incarnation);
                incarnation = next.incarnation();
            }
        }
    }

    @Test
    void shouldRaiseItsIncarnationWhenTheClockRunsBackAndWhenItsFileIsDamaged() throws IOException {
        GatewayIdentity.claim(folder).close();
        long future = System.currentTimeMillis() + 1_000_000_000L;
        Files.writeString(folder.resolve("gateway.incarnation"), future + "\n");
        try (GatewayIdentity next = GatewayIdentity.claim(folder)) {
            assertThat(next.incarnation()).isEqualTo(future + 1);
        }
        Files.writeString(folder.resolve("gateway.incarnation"), "\0\0\0");
        long now = System.currentTimeMillis();
        try (GatewayIdentity next = GatewayIdentity.claim(folder)) {
            assertThat(next.incarnation()).isGreaterThanOrEqualTo(now);
        }
    }

    @Test
    void shouldNameFoldersDifferently() {
        try (GatewayIdentity one = GatewayIdentity.claim(folder.resolve("one"));
                GatewayIdentity other = GatewayIdentity.claim(folder.resolve("other"))) {
            assertThat(one.id()).isNotEqualTo(other.id());
        }
    }

    @Test
    void shouldShareItsFolderWithNobody() {
        GatewayIdentity holder = GatewayIdentity.claim(folder);
        assertThatThrownBy(() -> GatewayIdentity.claim(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("SLUICE_DATA");
        holder.close();
        GatewayIdentity.claim(folder).close();
    }
}
