package io.sluice.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostHeadersTest {

    @Test
    void shouldNameThePartsOfACost() {
        MultiMap headers = headers(
                line(PriceMeter.INPUT_TOKEN, 1_000),
                line(PriceMeter.CACHED_INPUT_TOKEN, 300),
                line(PriceMeter.CACHE_WRITE_1H_TOKEN, 70),
                line(PriceMeter.OUTPUT_TOKEN, 500),
                line(PriceMeter.REASONING_TOKEN, 40),
                line(PriceMeter.WEB_SEARCH, 2));
        assertThat(value(headers, "")).isEqualTo(0.001912);
        assertThat(value(headers, "-input")).isEqualTo(0.001);
        assertThat(value(headers, "-output")).isEqualTo(0.00054);
        assertThat(value(headers, "-reasoning")).isEqualTo(0.00004);
        assertThat(value(headers, "-cache-read")).isEqualTo(0.0003);
        assertThat(value(headers, "-cache-creation")).isEqualTo(0.00007);
        assertThat(value(headers, "-tool-usage")).isEqualTo(0.000002);
    }

    @Test
    void shouldNameBothSidesOfNothing() {
        MultiMap headers = headers();
        assertThat(value(headers, "")).isZero();
        assertThat(value(headers, "-input")).isZero();
        assertThat(value(headers, "-output")).isZero();
        assertThat(headers.names()).hasSize(3);
    }

    @Test
    void shouldSayWhatAFailedCallCost() {
        MultiMap free = failed();
        assertThat(value(free, "")).isZero();
        assertThat(free.names()).containsExactly("x-litellm-response-cost");
        assertThat(value(failed(line(PriceMeter.INPUT_TOKEN, 1_000)), "")).isEqualTo(0.001);
    }

    private static double value(MultiMap headers, String part) {
        return Double.parseDouble(headers.get("x-litellm-response-cost" + part));
    }

    private static CostLine line(PriceMeter meter, long quantity) {
        return CostLine.of(meter, quantity, new UnitPrice(new BigDecimal("0.000001")), BigDecimal.ONE);
    }

    private static MultiMap headers(CostLine... lines) {
        return headers(200, null, lines);
    }

    private static MultiMap failed(CostLine... lines) {
        return headers(500, "InternalServerError", lines);
    }

    private static MultiMap headers(int status, String errorType, CostLine... lines) {
        Money total = Money.ZERO;
        for (CostLine line : lines) {
            total = total.plus(line.amount());
        }
        Attempt attempt = new Attempt(
                1,
                "id",
                "openai",
                "gpt",
                null,
                200,
                Certainty.EXACT,
                TokenUsage.of(1, 1),
                total,
                List.of(lines),
                total,
                0,
                -1,
                0,
                "stop",
                null);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        CostHeaders.put(headers, new RouteOutcome(status, "group", List.of(attempt), errorType));
        return headers;
    }
}
