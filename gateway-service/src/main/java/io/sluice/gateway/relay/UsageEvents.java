package io.sluice.gateway.relay;

import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.gateway.admission.Reservation;
import java.util.List;

/** Makes the ledger's events of one call. */
final class UsageEvents {

    private static final String ATTEMPT = "attempt";

    /** LiteLLM's name of a chat call in its spend logs. */
    private static final String CALL_TYPE = "acompletion";

    private final String gatewayId;
    private final CallFacts facts;
    private final Reservation reservation;
    private final long admittedAtMicros;

    UsageEvents(String gatewayId, CallFacts facts, Reservation reservation, long admittedAtMicros) {
        this.gatewayId = gatewayId;
        this.facts = facts;
        this.reservation = reservation;
        this.admittedAtMicros = admittedAtMicros;
    }

    UsageEvent of(Attempt attempt, long segment, int clientStatus) {
        return event(
                attempt,
                segment,
                clientStatus,
                attempt.certainty() != Certainty.NONE || facts.offer().priced());
    }

    /** Stands for a call of which nothing more is known: one attempt at its bound. */
    UsageEvent atBound(int number, long segment) {
        return event(unknownAttempt(number), segment, 0, facts.offer().priced());
    }

    private Attempt unknownAttempt(int number) {
        return new Attempt(
                number,
                "",
                "",
                "",
                null,
                0,
                Certainty.UPPER_BOUND,
                TokenUsage.of(Math.max(0, facts.tokenBound(reservation.outputCap())), 0),
                reservation.bound(),
                List.of(),
                reservation.bound(),
                admittedAtMicros,
                -1,
                0,
                null,
                "unknown");
    }

    Money boundCost() {
        return reservation.bound();
    }

    private UsageEvent event(Attempt attempt, long segment, int clientStatus, boolean costKnown) {
        VirtualKey key = facts.caller().virtualKey();
        return new UsageEvent(
                facts.requestId(),
                attempt.number(),
                ATTEMPT,
                gatewayId,
                segment,
                admittedAtMicros,
                attempt.startedAtMicros(),
                attempt.durationMicros(),
                attempt.firstByteMicros(),
                facts.caller().keyHash(),
                key == null ? null : key.alias(),
                key == null ? null : key.userId(),
                key == null ? null : key.teamId(),
                key == null ? null : key.organizationId(),
                facts.endUser(),
                facts.tags(),
                CALL_TYPE,
                facts.scan().stream(),
                facts.requestedModel(),
                facts.model(),
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
                costKnown,
                attempt.costLines(),
                reservation.charges());
    }
}
