package io.sluice.gateway.slice;

import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.AdmissionRequest;
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
    private long joinedAfter;
    /** What the slice that it waits on lacks. */
    long amount;
    /** The grantor's clock when it first answered while this call waited; -1 before. */
    private long registeredAt = -1;

    private @Nullable AdmissionDecision result;

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

    /** @param sequence of the message that is answered */
    void register(long sequence, long grantorsClock) {
        if (registeredAt < 0 && joinedAfter < sequence) {
            registeredAt = grantorsClock;
        }
    }

    boolean isRegistered() {
        return registeredAt >= 0;
    }

    /** Whether all who hold a slice have reported since the grantor knows of this call. */
    boolean isHeardBy(long oldestReport) {
        return registeredAt >= 0 && oldestReport >= registeredAt;
    }

    /** It waits for another slice now. */
    void moved(long lastSent) {
        joinedAfter = lastSent;
        registeredAt = -1;
    }

    void decide(AdmissionDecision due) {
        result = due;
    }

    /** Tells the caller, where it wants to be told. Not under the lock. */
    void deliver() {
        AdmissionDecision due = result;
        if (due != null) {
            context.execute(() -> decision.accept(due));
        }
    }
}
