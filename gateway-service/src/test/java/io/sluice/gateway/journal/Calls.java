package io.sluice.gateway.journal;

import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Calls and attempts as the relay makes them. */
final class Calls {

    static final long ADMITTED = 1_795_000_000_000_000L;
    static final long BOUND = 50_000_000;
    static final String KEY = "3f0c9a1b".repeat(8);
    static final Map<String, Long> CHARGES = Map.of("key:" + KEY, 1_790_000_000_000L, "global:proxy", 0L);

    private static final UnitPrice INPUT = UnitPrice.of("0.00000015");
    private static final UnitPrice OUTPUT = UnitPrice.of("0.0000006");

    private Calls() {}

    static CallEntry call(String requestId) {
        return call(requestId, CHARGES, Long.MAX_VALUE);
    }

    static CallEntry call(String requestId, Map<String, Long> charges, long spendable) {
        return new CallEntry(
                requestId,
                ADMITTED,
                KEY,
                "billing-bot",
                "user-17",
                "team-3",
                null,
                "customer-42",
                List.of("blue"),
                "acompletion",
                true,
                "gpt-4o-mini",
                "gpt-4o-mini",
                Money.ofNanos(BOUND),
                12_345,
                spendable,
                true,
                charges);
    }

    static Attempt exact(int number, long nanos) {
        return attempt(number, Certainty.EXACT, nanos);
    }

    static Attempt attempt(int number, Certainty certainty, long nanos) {
        boolean free = certainty == Certainty.NONE;
        return new Attempt(
                number,
                "b1f2c3d4e5f60718",
                "openai",
                "gpt-4o-mini-2024-07-18",
                "https://api.openai.com/v1",
                free ? 503 : 200,
                certainty,
                free ? TokenUsage.NONE : new TokenUsage(812, 512, 0, 0, 0, 96, 32, 0),
                Money.ofNanos(nanos),
                free
                        ? List.of()
                        : List.of(
                                CostLine.of(PriceMeter.INPUT_TOKEN, 812, INPUT, BigDecimal.ONE),
                                CostLine.of(PriceMeter.OUTPUT_TOKEN, 96, OUTPUT, BigDecimal.ONE)),
                Money.ofNanos(BOUND),
                ADMITTED + 900,
                free ? -1 : 210_000,
                1_400_000,
                free ? null : "stop",
                free ? "ServiceUnavailableError" : null);
    }
}
