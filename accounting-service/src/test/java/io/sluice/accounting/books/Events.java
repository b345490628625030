package io.sluice.accounting.books;

import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.contracts.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Usage events as a gateway's journal has them.
 *
 * @param micros when it was admitted, epoch microseconds
 */
public record Events(
        String requestId,
        int attempt,
        String gatewayId,
        long segment,
        long micros,
        String keyHash,
        Certainty certainty,
        long nanos,
        Map<String, Long> charges) {

    /** A gateway of its own, so that tests do not meet in the counters. */
    public static String gateway() {
        return "gw-" + UUID.randomUUID();
    }

    public static String hash() {
        return (UUID.randomUUID().toString() + UUID.randomUUID())
                .replace("-", "")
                .substring(0, 64);
    }

    public static Events of(String gatewayId, String keyHash, long nanos) {
        return new Events(
                "req-" + UUID.randomUUID(),
                0,
                gatewayId,
                1,
                micros(Instant.now()),
                keyHash,
                Certainty.EXACT,
                nanos,
                Map.of("key:" + keyHash, 0L));
    }

    public static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }

    public Events request(String id) {
        return new Events(id, attempt, gatewayId, segment, micros, keyHash, certainty, nanos, charges);
    }

    public Events attempt(int number) {
        return new Events(requestId, number, gatewayId, segment, micros, keyHash, certainty, nanos, charges);
    }

    public Events segment(long number) {
        return new Events(requestId, attempt, gatewayId, number, micros, keyHash, certainty, nanos, charges);
    }

    public Events at(Instant time) {
        return at(micros(time));
    }

    public Events at(long time) {
        return new Events(requestId, attempt, gatewayId, segment, time, keyHash, certainty, nanos, charges);
    }

    public Events settled(Certainty how, long cost) {
        return new Events(requestId, attempt, gatewayId, segment, micros, keyHash, how, cost, charges);
    }

    public Events charged(Map<String, Long> windows) {
        return new Events(requestId, attempt, gatewayId, segment, micros, keyHash, certainty, nanos, windows);
    }

    public UsageEvent event() {
        return event(200, null);
    }

    /** As {@link #event}, of a provider that answered an error. */
    public UsageEvent refused(int status, String errorClass) {
        return event(status, errorClass);
    }

    private UsageEvent event(int status, @Nullable String errorClass) {
        return new UsageEvent(
                requestId,
                attempt,
                "attempt",
                gatewayId,
                segment,
                micros,
                micros + 1_000,
                250_000,
                90_000,
                keyHash,
                "alias of the key",
                "user-1",
                null,
                null,
                null,
                List.of("blue", "green"),
                "acompletion",
                true,
                "fast",
                "fast",
                "deployment-1",
                "openai",
                "gpt-4o-mini",
                "https://api.openai.com/v1",
                status,
                status,
                errorClass,
                errorClass == null ? "stop" : null,
                certainty,
                new TokenUsage(100, 20, 0, 0, 0, 40, 5, 0),
                Money.ofNanos(nanos),
                true,
                List.of(new CostLine(
                        PriceMeter.INPUT_TOKEN, 100, UnitPrice.of("0.00000015"), BigDecimal.ONE, Money.ofNanos(nanos))),
                charges);
    }
}
