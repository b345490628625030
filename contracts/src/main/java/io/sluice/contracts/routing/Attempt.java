package io.sluice.contracts.routing;

import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One provider call, finished.
 *
 * @param number 1 for the first attempt of a call
 * @param deploymentId {@code model_info.id}
 * @param provider name as in {@code providers/*.yaml}
 * @param providerModel model name that was sent
 * @param status provider's HTTP status; 0 when there was none
 * @param certainty how well {@code usage} and {@code cost} are known
 * @param upperBound the most that this attempt can have cost
 * @param startedAtMicros wall clock, epoch microseconds
 * @param firstByteMicros from start to first byte of content, or -1
 * @param errorClass null when it succeeded
 */
public record Attempt(
        int number,
        String deploymentId,
        String provider,
        String providerModel,
        @Nullable String apiBase,
        int status,
        Certainty certainty,
        TokenUsage usage,
        Money cost,
        List<CostLine> costLines,
        Money upperBound,
        long startedAtMicros,
        long firstByteMicros,
        long durationMicros,
        @Nullable String finishReason,
        @Nullable String errorClass) {}
