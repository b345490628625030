package io.sluice.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EphemeralKeysTest {

    private final EphemeralKeys keys = new EphemeralKeys("sk-master");

    private static EphemeralKeys.Grant grant(long seconds) {
        return new EphemeralKeys.Grant(
                "hash", false, "voice", "{\"voice\":\"é\"}", Instant.now().getEpochSecond() + seconds);
    }

    @Test
    void shouldOpenWhatItSealedWhereverThatWas() {
        EphemeralKeys.Grant grant = grant(60);
        String key = keys.seal(grant);

        assertThat(key).startsWith("ek_").matches("[A-Za-z0-9_-]+").isNotEqualTo(keys.seal(grant));
        assertThat(new EphemeralKeys("sk-master").open(key)).contains(grant);
    }

    @Test
    void shouldOpenNothingElse() {
        String key = keys.seal(grant(60));
        int at = key.length() - 3;
        String forged = key.substring(0, at) + (key.charAt(at) == 'A' ? 'B' : 'A') + key.substring(at + 1);

        assertThat(keys.open(forged)).isEmpty();
        assertThat(new EphemeralKeys("sk-other").open(key)).isEmpty();
        assertThat(keys.open(keys.seal(grant(-1)))).isEmpty();
        assertThat(keys.open("ek_")).isEmpty();
        assertThat(keys.open("ek_ä!")).isEmpty();
        assertThat(keys.open("sk-1")).isEmpty();
    }
}
