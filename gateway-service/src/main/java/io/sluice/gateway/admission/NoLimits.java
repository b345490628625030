package io.sluice.gateway.admission;

import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.money.Money;
import java.util.Map;
import java.util.function.Consumer;

/** Lets every call in: {@code sluice_settings.limits: false}, for measurements. Bounds are still computed, for the ledger. */
public final class NoLimits implements Admission {

    private record Unlimited(long outputCap, Money bound) implements Reservation {

        @Override
        public boolean capImposed() {
            return false;
        }

        @Override
        public long spendable() {
            return Long.MAX_VALUE;
        }

        @Override
        public Map<String, Long> charges() {
            return Map.of();
        }

        @Override
        public long left(Meter meter) {
            return -1;
        }

        @Override
        public void settle(Money cost, long tokens, Runnable written) {
            written.run();
        }

        @Override
        public void release() {
            // nothing is held
        }
    }

    @Override
    public void admit(AdmissionRequest request, Consumer<AdmissionDecision> decision) {
        decision.accept(new AdmissionDecision.Admitted(new Unlimited(request.requestedCap(), bound(request))));
    }

    private static Money bound(AdmissionRequest request) {
        CostBound cost = new CostBound(request.offer());
        long cap = request.requestedCap() >= 0 ? request.requestedCap() : cost.desiredCap();
        return Money.ofNanos(CostBound.plus(
                cost.fixedNanos(request.inputBytes()),
                cost.outputNanos(cost.generates() ? cap : 0, request.choices())));
    }
}
