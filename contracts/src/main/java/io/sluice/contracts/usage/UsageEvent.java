package io.sluice.contracts.usage;

import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One provider attempt for the ledger. Unique on ({@code requestId}, {@code attempt}, {@code kind}); delivered at least once,
 * counted exactly once.
 *
 * @param kind {@code attempt}; other kinds (hedge, probe) come later
 * @param gatewayId which gateway's journal it comes from
 * @param segment journal segment; the segment is deleted when the books committed all of its events
 * @param admittedAtMicros epoch microseconds; decides the budget window that the cost counts in
 * @param keyHash the caller's
 * @param status HTTP status that the provider answered, 0 for none
 * @param cost settled cost
 * @param costKnown false when the model has no known price (the cost is then 0 and marked)
 * @param charges budget windows that this cost was charged to: scope (as {@code type:id}) to window start, epoch milliseconds
 */
public record UsageEvent(
        String requestId,
        int attempt,
        String kind,
        String gatewayId,
        long segment,
        long admittedAtMicros,
        long startedAtMicros,
        long durationMicros,
        long firstByteMicros,
        String keyHash,
        @Nullable String keyAlias,
        @Nullable String userId,
        @Nullable String teamId,
        @Nullable String organizationId,
        @Nullable String endUser,
        List<String> tags,
        String callType,
        boolean stream,
        String requestedModel,
        String modelGroup,
        String deploymentId,
        String provider,
        String providerModel,
        @Nullable String apiBase,
        int status,
        int clientStatus,
        @Nullable String errorClass,
        @Nullable String finishReason,
        Certainty certainty,
        TokenUsage usage,
        Money cost,
        boolean costKnown,
        List<CostLine> costLines,
        Map<String, Long> charges) {}
