package io.sluice.router.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing that could be a secret is shown. */
class SecretsTest {

    @Test
    void shouldShowNoKeyHoweverDeepItIs() {
        String shown = Secrets.without(Map.of(
                        "api_key", "s3cret",
                        "aws_secret_access_key", "s3cret",
                        "vertex_credentials", Map.of("private_key", "s3cret"),
                        "azure_ad_token", "s3cret",
                        "extra_headers", Map.of("x-anything", "s3cret"),
                        "api_base", "https://user:s3cret@host/v1?sig=s3cret",
                        "nested", List.of(Map.of("password", "s3cret", "plain", "kept"))))
                .toString();

        assertThat(shown).doesNotContain("s3cret").contains("https://host/v1", "kept");
    }

    @Test
    void shouldShowLimitsAndPrices() {
        assertThat(Secrets.without(Map.of("max_tokens", 9, "input_cost_per_token", 1, "max_output_tokens", 3)))
                .hasSize(3);
    }
}
