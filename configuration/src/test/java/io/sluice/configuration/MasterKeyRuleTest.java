package io.sluice.configuration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyRuleTest {

    private static final String PERMIT = "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-1234",
                "sk-fifteen-char",
                "SK-Your-Master-Key",
                "sk-1234567890abcdef",
                "sk-aaaaaaaaaaaaaaaaaaaa"
            })
    void shouldRefuseAKeyThatAnybodyWouldGuess(String key) {
        assertThatThrownBy(() -> check("{}", Map.of("LITELLM_MASTER_KEY", key)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("openssl rand")
                .hasMessageNotContaining(key);
    }

    @Test
    void shouldTakeAKeyThatIsGoodEnough() {
        assertThatCode(() -> check("{}", Map.of("LITELLM_MASTER_KEY", "sk-8fj2kd91hs72ba0x")))
                .doesNotThrowAnyException();
        assertThatCode(() -> check("{}", Map.of())).doesNotThrowAnyException();
    }

    @Test
    void shouldTakeAWeakKeyFromWhoeverPermitsIt() {
        assertThatCode(() -> check("{}", Map.of("LITELLM_MASTER_KEY", "sk-1234", PERMIT, "True")))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(
                        "general_settings: {master_key: sk-1234, dangerously_permit_weak_or_unset_master_key: true}",
                        Map.of()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check("{}", Map.of("LITELLM_MASTER_KEY", "sk-1234", PERMIT, "false")))
                .isInstanceOf(StartException.class);
    }

    private static void check(String yaml, Map<String, String> environment) {
        MasterKeyRule.check(ConfigurationLoader.parse(yaml, environment));
    }
}
