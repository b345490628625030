package io.sluice.gateway.journal;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.contracts.usage.UsageEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger has to know of a call besides its attempts; all of it is known before the first provider is called.
 *
 * @param admittedAtMicros epoch microseconds
 * @param bound the most that one attempt can cost
 * @param boundTokens the most tokens of one attempt, input and output
 * @param spendable nano-dollars that all attempts together may cost; {@link Long#MAX_VALUE} when no strict budget binds
 * @param priced false when a deployment that may serve the call has no known price
 * @param charges budget windows that the cost counts in: scope to window start, epoch milliseconds
 */
public record CallEntry(
        String requestId,
        long admittedAtMicros,
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
        Money bound,
        long boundTokens,
        long spendable,
        boolean priced,
        Map<String, Long> charges) {

    /** Who makes shadows, as keys and tags of the ledger name it. */
    public static final String SHADOW = "sluice-shadow";

    private static final String ATTEMPT = "attempt";
    private static final String SHADOW_KIND = "shadow";

    private static final String UNKNOWN = "unknown";

    /** The ledger's event of one attempt of this call. */
    public UsageEvent event(Attempt attempt, int clientStatus, String gatewayId, long segment) {
        return new UsageEvent(
                requestId,
                attempt.number(),
                keyHash.equals(SHADOW) ? SHADOW_KIND : ATTEMPT,
                gatewayId,
                segment,
                admittedAtMicros,
                attempt.startedAtMicros(),
                attempt.durationMicros(),
                attempt.firstByteMicros(),
                keyHash,
                keyAlias,
                userId,
                teamId,
                organizationId,
                endUser,
                tags,
                callType,
                stream,
                requestedModel,
                modelGroup,
                attempt.deploymentId(),
                attempt.provider(),
                attempt.providerModel(),
                attempt.apiBase(),
                attempt.status(),
                clientStatus,
                attempt.errorClass(),
                attempt.finishReason(),
                attempt.certainty(),
                attempt.usage(),
                attempt.cost(),
                isCostKnown(attempt),
                attempt.costLines(),
                charges);
    }

    private boolean isCostKnown(Attempt attempt) {
        return priced
                || attempt.certainty() == Certainty.NONE
                || !attempt.costLines().isEmpty();
    }

    /**
     * Stands for an attempt of which nothing is known but that it may have been made after {@code known}: at its bound, but never more than
     * a strict budget had left for it, since the engine asks no provider for more.
     */
    public Attempt unknownAttempt(List<Attempt> known) {
        long left = spendable;
        if (spendable != Long.MAX_VALUE) {
            for (Attempt attempt : known) {
                left -= attempt.cost().nanos();
            }
        }
        Money most = Money.ofNanos(Math.clamp(left, 0, bound.nanos()));
        return new Attempt(
                known.stream().mapToInt(Attempt::number).max().orElse(0) + 1,
                "",
                "",
                "",
                null,
                0,
                Certainty.UPPER_BOUND,
                TokenUsage.of(boundTokens, 0),
                most,
                List.of(),
                most,
                admittedAtMicros,
                -1,
                0,
                null,
                UNKNOWN);
    }
}
