package io.sluice.router.pricelist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.ModelReader;
import io.sluice.router.catalog.ModelWriter;
import io.sluice.router.catalog.PriceTable;
import io.sluice.router.catalog.Terms;
import io.sluice.router.catalog.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LitellmListTest {

    @Test
    void shouldReadAModelWithItsLimitsCapabilitiesAndFacts() throws IOException {
        ModelCard card = list("""
                {"openai/m-1": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": 100,
                  "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06, "supports_vision": true, "supports_sampling_params": false,
                  "deprecation_date": "2027-01-31", "source": "https://example.com/prices", "supported_endpoints": ["/v1/responses"],
                  "rpm": 500, "metadata": {"notes": "x"}}}
                """).get("openai").get("m-1");

        assertThat(card.mode()).isEqualTo("chat");
        assertThat(card.maxInputTokens()).isEqualTo(1_000);
        assertThat(card.maxOutputTokens()).isEqualTo(100);
        assertThat(card.supports("vision")).contains(true);
        assertThat(card.supports("sampling_params")).contains(false);
        assertThat(card.supports("reasoning")).isEmpty();
        assertThat(card.retires()).isEqualTo("2027-01-31");
        assertThat(card.source()).isEqualTo("https://example.com/prices");
        assertThat(card.factList("supported_endpoints")).containsExactly("/v1/responses");
        assertThat(card.facts()).containsOnlyKeys("supported_endpoints", "rpm");
        assertThat(cost(card, TokenUsage.of(1_000, 100))).isEqualTo(Money.ofNanos(1_200_000));
    }

    @Test
    void shouldTakeThePriceOfASecondUnderEitherName() throws IOException {
        for (String fields : new String[] {
            "\"input_cost_per_second\": 0.0001, \"output_cost_per_second\": 0.0001",
            "\"input_cost_per_second\": 0.0001, \"output_cost_per_second\": 0",
            "\"input_cost_per_second\": 0, \"output_cost_per_second\": 0.0001",
            "\"output_cost_per_second\": 0.0001"
        }) {
            ModelCard card = list("{\"m\": {\"litellm_provider\": \"soniox\", \"mode\": \"audio_transcription\", "
                            + fields + "}}")
                    .get("soniox")
                    .get("m");
            CostCalculator.Cost cost =
                    CostCalculator.cost(card, Usage.NONE.with(PriceMeter.INPUT_MICROSECOND, 2_000_000));
            assertThat(cost.total()).as(fields).isEqualTo(Money.ofNanos(200_000));
        }
    }

    @Test
    void shouldApplyAThresholdToTheWholeCall() throws IOException {
        ModelCard card = list("""
                {"m": {"litellm_provider": "anthropic", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06,
                  "cache_read_input_token_cost": 1e-07, "input_cost_per_token_above_200k_tokens": 3e-06,
                  "output_cost_per_token_above_200k_tokens": 4e-06}}
                """).get("anthropic").get("m");

        assertThat(cost(card, TokenUsage.of(200_000, 10))).isEqualTo(Money.ofNanos(200_020_000));
        assertThat(cost(card, TokenUsage.of(200_001, 10))).isEqualTo(Money.ofNanos(600_043_000));
        // cached tokens count towards the threshold, and keep their price where it has none above it
        assertThat(cost(card, new TokenUsage(200_001, 200_000, 0, 0, 0, 0, 0, 0)))
                .isEqualTo(Money.ofNanos(20_003_000));
    }

    @Test
    void shouldBeginXaisHigherPricesAtTheFigureItself() throws IOException {
        ModelCard card = list("""
                {"xai/m": {"litellm_provider": "xai", "input_cost_per_token": 1e-06, "input_cost_per_token_above_200k_tokens": 2e-06}}
                """).get("xai").get("m");

        assertThat(cost(card, TokenUsage.of(199_999, 0))).isEqualTo(Money.ofNanos(199_999_000));
        assertThat(cost(card, TokenUsage.of(200_000, 0))).isEqualTo(Money.ofNanos(400_000_000));
    }

    @Test
    void shouldReadRangesAndCheapHours() throws IOException {
        ModelCard ranges = list("""
                {"dashscope/m": {"litellm_provider": "dashscope", "tiered_pricing": [
                  {"range": [0, 256000.0], "input_cost_per_token": 5e-08, "output_cost_per_token": 4e-07},
                  {"range": [256000.0, 1000000.0], "input_cost_per_token": 2.5e-07, "output_cost_per_token": 2e-06}]}}
                """).get("dashscope").get("m");
        ModelCard hours = list("""
                {"deepseek/m": {"litellm_provider": "deepseek", "input_cost_per_token": 2e-06, "output_cost_per_token": 0, "off_peak_pricing":
                  {"input_cost_per_token": 1e-06, "weekday_timezone": "Asia/Shanghai",
                   "windows": [{"hours_utc": ["00:00-01:00", "10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]}, {"hours_utc": "00:00-00:00", "weekdays": [6, 7]}]}}}
                """).get("deepseek").get("m");

        assertThat(cost(ranges, TokenUsage.of(256_000, 0))).isEqualTo(Money.ofNanos(12_800_000));
        assertThat(cost(ranges, TokenUsage.of(256_001, 1))).isEqualTo(Money.ofNanos(64_002_250));
        // Wednesday; Friday 16:30 UTC, which is Saturday in Shanghai; nobody says when
        assertThat(at(hours, "2026-11-25T00:30:00Z")).isEqualTo(Money.ofNanos(1_000));
        assertThat(at(hours, "2026-11-25T01:00:00Z")).isEqualTo(Money.ofNanos(2_000));
        assertThat(at(hours, "2026-11-25T23:59:00Z")).isEqualTo(Money.ofNanos(1_000));
        assertThat(at(hours, "2026-11-27T16:30:00Z")).isEqualTo(Money.ofNanos(1_000));
        assertThat(cost(hours, TokenUsage.of(1, 0))).isEqualTo(Money.ofNanos(2_000));
    }

    @Test
    void shouldMakeConditionsOfTheNamesByWhichImagesAreKeyed() throws IOException {
        Map<String, ModelCard> cards = list("""
                {"gpt-image-9": {"litellm_provider": "openai", "mode": "image_generation", "input_cost_per_token": 5e-06, "output_cost_per_image_token": 4e-05},
                 "high/1024-x-1024/gpt-image-9": {"litellm_provider": "openai", "mode": "image_generation", "input_cost_per_image": 0.167},
                 "low/1024-x-1024/gpt-image-9": {"litellm_provider": "openai", "mode": "image_generation", "input_cost_per_image": 0.011}}
                """).get("openai");

        assertThat(cards).containsOnlyKeys("gpt-image-9");
        ModelCard card = cards.get("gpt-image-9");
        Usage two = Usage.NONE.with(PriceMeter.OUTPUT_IMAGE, 2);
        assertThat(cost(card, two.with(Terms.DEFAULT.withImages("1024x1024", "low"))))
                .isEqualTo(Money.ofNanos(22_000_000));
        // nobody said which quality: the dearest
        assertThat(cost(card, two)).isEqualTo(Money.ofNanos(334_000_000));
        // tokens count when they are said
        Usage tokens = Usage.of(TokenUsage.of(10, 50)).move(PriceMeter.OUTPUT_TOKEN, PriceMeter.OUTPUT_IMAGE_TOKEN, 50);
        assertThat(cost(card, tokens.with(PriceMeter.OUTPUT_IMAGE, 1))).isEqualTo(Money.ofNanos(2_050_000));
    }

    @Test
    void shouldChargeSearchesAsTheProviderDoes() throws IOException {
        String prices =
                "\"input_cost_per_token\": 0, \"output_cost_per_token\": 0, \"search_context_cost_per_query\": {\"search_context_size_low\":"
                        + " 0.005, \"search_context_size_medium\": 0.008, \"search_context_size_high\": 0.012}";
        ModelCard gemini = list("{\"gemini/m\": {\"litellm_provider\": \"gemini\", " + prices + "}}")
                .get("gemini")
                .get("m");
        ModelCard each =
                list("{\"gemini/m\": {\"litellm_provider\": \"gemini\", \"web_search_billing_unit\": \"per_query\", "
                                + prices + "}}")
                        .get("gemini")
                        .get("m");
        Usage three = Usage.NONE.with(PriceMeter.WEB_SEARCH, 3);

        assertThat(cost(gemini, three)).isEqualTo(Money.ofNanos(8_000_000));
        assertThat(cost(each, three)).isEqualTo(Money.ofNanos(24_000_000));
        assertThat(cost(each, three.with(Terms.DEFAULT.withSearch("high")))).isEqualTo(Money.ofNanos(36_000_000));
    }

    @Test
    void shouldPutSurchargesOnTokensOnly() throws IOException {
        ModelCard card = list("""
                {"claude": {"litellm_provider": "anthropic", "input_cost_per_token": 1e-06, "output_cost_per_token": 0,
                  "provider_specific_entry": {"us": 1.1, "fast": 2.0}, "search_context_cost_per_query": {"search_context_size_medium": 0.01}}}
                """).get("anthropic").get("claude");
        Usage usage = Usage.of(TokenUsage.of(1_000, 0)).with(PriceMeter.WEB_SEARCH, 1);

        assertThat(cost(card, usage)).isEqualTo(Money.ofNanos(11_000_000));
        assertThat(cost(card, usage.with(Terms.DEFAULT.withSurcharges(Set.of("us", "fast")))))
                .isEqualTo(Money.ofNanos(12_200_000));
        PriceTable prices = card.prices();
        assertThat(prices).isNotNull();
        assertThat(prices.highestSurcharge()).isEqualByComparingTo(new BigDecimal("2.2"));
    }

    @Test
    void shouldWriteWhatItReads() throws IOException {
        Map<String, Map<String, ModelCard>> cards = list("""
                {"xai/m": {"litellm_provider": "xai", "mode": "chat", "max_input_tokens": 5, "input_cost_per_token": 1.25e-06, "output_cost_per_second_720p": 0.0825,
                  "input_cost_per_token_priority": 2.5e-06, "output_cost_per_image_4K": 0.16, "supports_vision": true, "supports_reasoning": false,
                  "deprecation_date": "2027-01-31", "provider_specific_entry": {"us": 1.1}, "reasoning_effort_levels": ["low", "high"], "tpm": 7}}
                """);

        String text = ModelWriter.write(cards.get("xai").values());
        Map<String, ModelCard> again =
                ModelReader.read("xai", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));

        assertThat(ModelWriter.write(again.values())).isEqualTo(text);
        assertThat(text)
                .contains(
                        "\"input\":1.25",
                        "\"output_seconds\":0.0825",
                        "\"images\":0.16",
                        "\"priority\":{\"input\":2.5}");
        assertThat(again.get("m").prices()).isEqualTo(cards.get("xai").get("m").prices());
    }

    @Test
    void shouldRefuseWhatIsNoPriceList() {
        assertThatThrownBy(() -> list("not json")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> list("[1]")).isInstanceOf(IOException.class);
    }

    private static Map<String, Map<String, ModelCard>> list(String json) throws IOException {
        return LitellmList.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Money cost(ModelCard card, TokenUsage tokens) {
        return cost(card, Usage.of(tokens));
    }

    private static Money cost(ModelCard card, Usage usage) {
        CostCalculator.Cost cost = CostCalculator.cost(card, usage);
        assertThat(cost.known()).isTrue();
        return cost.total();
    }

    private static Money at(ModelCard card, String moment) {
        return cost(card, Usage.of(TokenUsage.of(1, 0)).with(Terms.DEFAULT.at(Instant.parse(moment))));
    }
}
