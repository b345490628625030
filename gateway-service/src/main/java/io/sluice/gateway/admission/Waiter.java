package io.sluice.gateway.admission;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call that waits until the grantor has answered for the slice it lacks. Guarded by the admission's lock. */
final class Waiter {

    final AdmissionRequest request;
    final Target target;
    final Consumer<AdmissionDecision> decision;
    final Executor context;
    final long since;
    /** Exchanges up to this one were sent before the call came. */
    long joinedAfter;
    /** What the slice that it waits on lacks. */
    long amount;
    /** The grantor's clock when it first answered while this call waited; -1 before. */
    long registeredAt = -1;

    @Nullable
    AdmissionDecision result;

    Waiter(
            AdmissionRequest request,
            Target target,
            Consumer<AdmissionDecision> decision,
            Executor context,
            long since,
            long joinedAfter) {
        this.request = request;
        this.target = target;
        this.decision = decision;
        this.context = context;
        this.since = since;
        this.joinedAfter = joinedAfter;
    }

    void deliver() {
        AdmissionDecision due = result;
        if (due != null) {
            context.execute(() -> decision.accept(due));
        }
    }
}
