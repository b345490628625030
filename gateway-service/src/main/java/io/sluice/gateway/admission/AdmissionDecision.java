package io.sluice.gateway.admission;

import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;

/** Let in or refused. */
public sealed interface AdmissionDecision {

    record Admitted(Reservation reservation) implements AdmissionDecision {}

    /** Not let in; why. */
    sealed interface Declined extends AdmissionDecision {}

    /**
     * A limit is reached.
     *
     * @param used settled, in the limit's unit (nano-dollars, tokens, requests, calls)
     * @param held by calls in flight, and by slices of other gateways
     * @param asked what the call would have taken at most
     * @param retryAfterSeconds when it may fit; {@link #NEVER}: not before the limit is raised
     */
    record Refused(Scope scope, Meter meter, long used, long held, long limit, long asked, long retryAfterSeconds)
            implements Declined {

        public static final long NEVER = -1;
    }

    /** A strict limit cannot be checked now (grantor away and slice used up): 503 with {@code retry-after}. */
    record Unavailable(String reason, long retryAfterSeconds) implements Declined {}

    /** The model has no known price and a strict budget applies: 400, said, never taken as zero. */
    record Unpriced(Scope scope) implements Declined {}
}
