package io.sluice.accounting.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @Test
    void shouldTakeAUrlApart() {
        DatabaseUrl url =
                DatabaseUrl.parse("postgresql://llm:p%40ss%3Aw+rd@db.example.com:6432/litellm?sslmode=require&x=1");

        assertThat(url.user()).isEqualTo("llm");
        assertThat(url.password()).isEqualTo("p@ss:w+rd");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example.com:6432/litellm?sslmode=require");
        assertThat(url.reactive()).isEqualTo("postgresql://db.example.com:6432/litellm?sslmode=require");
        assertThat(url.trustAll()).isTrue();
    }

    @Test
    void shouldKnowTheUsualPortAndTheOtherScheme() {
        assertThat(DatabaseUrl.parse(" postgres://u@h/d ").jdbc()).isEqualTo("jdbc:postgresql://h:5432/d");
        assertThat(DatabaseUrl.parse("postgres://u@h/d").password()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void shouldVerifyWhenAskedTo(String mode) {
        assertThat(DatabaseUrl.parse("postgresql://u:p@h/d?sslmode=" + mode).trustAll())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "mysql://u:secret@h/d",
                "postgresql://u:secret@h",
                "postgresql://u:secret@h/",
                "postgresql://u:se cret@h/d",
                "postgresql://u:secret@/d",
                "postgresql://u:secret@h:port/d",
            })
    void shouldNotRepeatAUrlThatItDoesNotUnderstand(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("DATABASE_URL")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("cret@");
    }

    @Test
    void shouldNotShowItsPassword() {
        assertThat(DatabaseUrl.parse("postgresql://u:secret@h/d").toString()).doesNotContain("secret");
    }
}
