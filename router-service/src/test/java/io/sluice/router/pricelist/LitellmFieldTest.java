package io.sluice.router.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.router.catalog.Conditions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LitellmFieldTest {

    @Test
    void shouldMapEveryCostFieldOfLitellmOrSayWhyNot() throws IOException {
        assertThat(allFields())
                .hasSizeGreaterThan(170)
                .allSatisfy(name -> assertThat(LitellmField.parse(name, false).isPresent()
                                || LitellmField.LEFT_OUT.containsKey(name)
                                || LitellmField.STRUCTURED.contains(name))
                        .as(name)
                        .isTrue());
    }

    @Test
    void shouldTakeANameApart() {
        LitellmField field = LitellmField.parse("cache_read_input_token_cost_above_272k_tokens_priority", false)
                .orElseThrow();

        assertThat(field.meter()).isEqualTo(PriceMeter.CACHED_INPUT_TOKEN);
        assertThat(field.conditions()).isEqualTo(Conditions.tier("priority", 272_000));
        assertThat(LitellmField.parse("cache_creation_input_token_cost_above_1hr_above_200k_tokens", false)
                        .orElseThrow())
                .satisfies(hour -> {
                    assertThat(hour.meter()).isEqualTo(PriceMeter.CACHE_WRITE_1H_TOKEN);
                    assertThat(hour.conditions()).isEqualTo(Conditions.tier(null, 200_000));
                });
        assertThat(LitellmField.parse("output_cost_per_image_above_1024_and_1024_pixels_and_premium_image", false)
                        .orElseThrow()
                        .conditions())
                .isEqualTo(new Conditions(null, 0, ">1024x1024", "premium", null, false));
        assertThat(LitellmField.parse("output_cost_per_second_1080p", false)
                        .orElseThrow()
                        .conditions()
                        .size())
                .isEqualTo("1080p");
        assertThat(LitellmField.parse("input_cost_per_banana", false)).isEmpty();
    }

    @Test
    void shouldDocumentEveryFieldThatIsLeftOut() throws IOException {
        String page = Files.readString(Path.of("../docs/prices.md"));

        assertThat(LitellmField.LEFT_OUT.keySet())
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static List<String> allFields() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                LitellmFieldTest.class.getResourceAsStream("/litellm-cost-fields.txt"), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }
}
