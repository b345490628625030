package io.sluice.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

    private static final String TEXT = "{\"api_key\":\"sk-of-a-provider\"}";

    private final SecretBox box = SecretBox.of("salt-of-the-installation");

    @Test
    void shouldOpenWhatItSealed() {
        String sealed = box.seal(TEXT, "id-1");

        assertThat(box.open(sealed, "id-1")).isEqualTo(TEXT);
        assertThat(sealed).doesNotContain("sk-of-a-provider");
        assertThat(box.seal(TEXT, "id-1")).as("no two seals are alike").isNotEqualTo(sealed);
        assertThat(SecretBox.of("salt-of-the-installation").open(sealed, "id-1"))
                .as("another process with the same key")
                .isEqualTo(TEXT);
    }

    @Test
    void shouldSayThatAnotherKeySealed() {
        String sealed = SecretBox.of("another-salt").seal(TEXT, "id-1");

        assertThatThrownBy(() -> box.open(sealed, "id-1"))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("LITELLM_SALT_KEY")
                .hasMessageContaining("another key");
    }

    @Test
    void shouldNotOpenWhatWasSealedForAnotherContextOrWasChanged() {
        String sealed = box.seal(TEXT, "id-1");
        char last = sealed.charAt(sealed.length() - 2);
        String changed = sealed.substring(0, sealed.length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + sealed.charAt(sealed.length() - 1);

        for (String wrong : new String[] {changed, sealed.substring(0, 25), "v1.x", "v2." + sealed.substring(3), ""}) {
            assertThatThrownBy(() -> box.open(wrong, "id-1")).as(wrong).isInstanceOf(SealException.class);
        }
        assertThatThrownBy(() -> box.open(sealed, "id-2")).isInstanceOf(SealException.class);
    }

    @Test
    void shouldTakeTheSaltKeyAndElseTheMasterKey() {
        SecretBox ofSalt = boxOf(Map.of("LITELLM_SALT_KEY", "salt", "LITELLM_MASTER_KEY", "sk-master"));
        SecretBox ofMaster = boxOf(Map.of("LITELLM_MASTER_KEY", "sk-master"));

        assertThat(SecretBox.of("salt").open(ofSalt.seal(TEXT, ""), "")).isEqualTo(TEXT);
        assertThat(SecretBox.of("sk-master").open(ofMaster.seal(TEXT, ""), "")).isEqualTo(TEXT);
        assertThat(SecretBox.of(ConfigurationLoader.parse("model_list: []", Map.of())))
                .isEmpty();
        assertThat(ofSalt.toString()).doesNotContain("salt");
    }

    private static SecretBox boxOf(Map<String, String> environment) {
        return SecretBox.of(ConfigurationLoader.parse("model_list: []", environment))
                .orElseThrow();
    }
}
