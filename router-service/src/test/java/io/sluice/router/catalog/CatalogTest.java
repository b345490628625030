package io.sluice.router.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.usage.TokenUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private final Catalog catalog = Catalog.load();

    @Test
    void shouldPriceToTheNanoDollar() {
        ModelCard mini = catalog.card("openai", "gpt-4o-mini");

        assertThat(CostCalculator.cost(mini, TokenUsage.of(14, 8), null).total())
                .isEqualTo(Money.ofNanos(6_900));
        assertThat(CostCalculator.cost(mini, new TokenUsage(14, 10, 0, 0, 0, 8, 0, 0), null)
                        .total())
                .isEqualTo(Money.ofNanos(4 * 150 + 10 * 75 + 8 * 600));
    }

    @Test
    void shouldPriceARevisionAsItsModelAndNothingElse() {
        assertThat(catalog.card("openai", "gpt-4o-2099-01-01").model()).isEqualTo("gpt-4o");
        assertThat(catalog.card("openai", "gpt-4o-next").prices()).isNull();
        assertThat(catalog.card("openai", "ft:gpt-4o-mini-2024-07-18:my-org::abc")
                        .model())
                .isEqualTo("ft:gpt-4o-mini-2024-07-18");
    }

    @Test
    void shouldSayThatItDoesNotKnowAPrice() {
        ModelCard unknown = catalog.card("openai", "no-such-model");

        CostCalculator.Cost cost = CostCalculator.cost(unknown, TokenUsage.of(1, 1), null);

        assertThat(unknown.prices()).isNull();
        assertThat(cost.known()).isFalse();
        assertThat(cost.total()).isEqualTo(Money.ZERO);
    }

    @Test
    void shouldNotTakeTheMissingPriceOfOneSideAsZero() {
        PriceTable onlyInput = new PriceTable(
                List.of(new PriceTable.Row(PriceMeter.INPUT_TOKEN, UnitPrice.of("0.000001"), Conditions.NONE)));
        ModelCard card = ModelCard.unknown("p", "m").withPrices(onlyInput);

        assertThat(CostCalculator.cost(card, TokenUsage.of(10, 0), null).known())
                .isTrue();
        assertThat(CostCalculator.cost(card, TokenUsage.of(10, 5), null).known())
                .isFalse();
    }

    @Test
    void shouldFindAModelUnderTheNamesThatBedrockHasForIt() {
        String plain = "anthropic.claude-sonnet-4-5-20250929-v1:0";
        for (String name : List.of(
                plain,
                "converse/" + plain,
                "invoke/" + plain,
                "us-east-1/" + plain,
                "arn:aws:bedrock:us-east-1::foundation-model/" + plain)) {
            assertThat(catalog.card("bedrock", name).model()).as(name).isEqualTo(plain);
        }
        assertThat(catalog.card("bedrock", "us." + plain).prices()).isNotNull();
        assertThat(catalog.card("bedrock", "eu.meta.llama3-3-70b-instruct-v1:0").model())
                .isEqualTo("meta.llama3-3-70b-instruct-v1:0");
    }

    @Test
    void shouldFindTheOwnerOfABareName() {
        assertThat(catalog.providerOf("gpt-4o")).contains("openai");
        assertThat(catalog.providerOf("claude-sonnet-4-5-20250929")).contains("anthropic");
        assertThat(catalog.providerOf("command-a-03-2025")).contains("cohere");
        assertThat(catalog.providerOf("nobody's-model")).isEmpty();
    }

    @Test
    void shouldPriceWhatRunsOnOnesOwnMachinesAsFree() {
        CostCalculator.Cost cost =
                CostCalculator.cost(catalog.card("hosted_vllm", "my/model"), TokenUsage.of(100, 100), null);

        assertThat(cost.known()).isTrue();
        assertThat(cost.total()).isEqualTo(Money.ZERO);
    }

    @Test
    void shouldLetAListOfTheOperatorWin() {
        ModelCard own = ModelCard.unknown("openai", "gpt-4o")
                .withPrices(new PriceTable(List.of(
                        new PriceTable.Row(PriceMeter.INPUT_TOKEN, UnitPrice.of("0.000009"), Conditions.NONE))));
        Catalog listed = Catalog.load();

        listed.use(Map.of("openai", Map.of("gpt-4o", own)));

        assertThat(listed.card("openai", "gpt-4o").prices()).isEqualTo(own.prices());
        assertThat(listed.card("openai", "gpt-4o-mini").prices()).isNotNull();
        listed.use(Map.of());
        assertThat(listed.card("openai", "gpt-4o").prices()).isNotEqualTo(own.prices());
    }

    @Test
    void shouldPriceADeploymentOfAnUnknownNameByTheModelThatAnswered() {
        ModelCard deployment = catalog.card("azure", "my-own-name");

        CostCalculator.Cost cost =
                CostCalculator.cost(deployment, Usage.of(TokenUsage.of(8, 0)).answeredBy("text-embedding-3-small"));

        assertThat(cost.known()).isTrue();
        assertThat(cost.total()).isEqualTo(Money.ofNanos(176));
    }

    @Test
    void shouldBelieveTheAmountThatTheProviderNamesUnlessThePriceIsConfigured() {
        ModelCard listed = catalog.card("openai", "gpt-4o-mini");
        Usage said = Usage.of(TokenUsage.of(14, 8)).said(Money.ofNanos(5));

        assertThat(CostCalculator.cost(listed, said).total()).isEqualTo(Money.ofNanos(5));
        ModelCard configured = listed.configured("chat", 0, 0, listed.prices(), true);
        assertThat(CostCalculator.cost(configured, said).total()).isEqualTo(Money.ofNanos(6_900));
    }
}
