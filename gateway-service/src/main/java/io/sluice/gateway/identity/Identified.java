package io.sluice.gateway.identity;

import io.sluice.contracts.identity.Caller;
import io.sluice.gateway.errors.Refusal;

/** Who calls, or why that is not accepted. */
public sealed interface Identified {

    record Known(Caller caller) implements Identified {}

    record Refused(Refusal refusal) implements Identified {}
}
