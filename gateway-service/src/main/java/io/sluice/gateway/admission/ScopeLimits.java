package io.sluice.gateway.admission;

import io.sluice.contracts.identity.Caller;
import java.util.List;
import java.util.Map;

/** Which limits apply to a call. Asked when a caller is new, has changed, or a budget window has turned; not for every call. */
@FunctionalInterface
public interface ScopeLimits {

    /**
     * @param limits what the call must fit into; advisory limits may be in it, they are never checked
     * @param charges budget windows that the cost belongs to: scope to window start, epoch milliseconds
     */
    record Applicable(List<Limit> limits, Map<String, Long> charges) {}

    /**
     * @param model the model group
     * @param nowMillis epoch milliseconds; decides the budget windows
     */
    Applicable of(Caller caller, String model, long nowMillis);
}
