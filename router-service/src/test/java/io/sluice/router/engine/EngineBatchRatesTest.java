package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.RouteCodec;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines of batches, where the operator charges them at the prices of batches. */
class EngineBatchRatesTest {

    private static final Map<String, String> RATES = Map.of(RouteCodec.BATCH_RATES_HEADER, "1");

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private long nanos(String morePrices, Map<String, String> headers) {
        fixture.configure(EngineFixture.single("g", fixture.upstream(Upstream.ok("well")), morePrices));
        return fixture.call(EngineFixture.CHAT.formatted("g"), Long.MAX_VALUE, headers, ignored -> {})
                .outcome()
                .attempts()
                .getFirst()
                .cost()
                .nanos();
    }

    @Test
    void shouldChargeABatchsPricesWhereTheyAreKnown() {
        String prices = ", input_cost_per_token_batches: 0.0005, output_cost_per_token_batches: 0.001";
        long normal = nanos(prices, Map.of());

        assertThat(nanos(prices, RATES)).isEqualTo(normal / 2).isPositive();
    }

    @Test
    void shouldChargeWhatAnyCallCostsWhereTheyAreNot() {
        assertThat(nanos("", RATES)).isEqualTo(nanos("", Map.of())).isPositive();
    }
}
