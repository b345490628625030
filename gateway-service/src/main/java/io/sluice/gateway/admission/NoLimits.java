package io.sluice.gateway.admission;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.ModelOffer;
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
        public void settle(Money cost, long tokens) {
            // nothing is held
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
        ModelOffer offer = request.offer();
        long cap = request.requestedCap() >= 0 ? request.requestedCap() : offer.maxOutputTokens();
        long output = cap * request.choices() * Math.max(1, offer.outputMultiplier());
        return offer.inputPrice()
                .timesCeiling(request.inputBytes() * offer.tokensPerByte() + offer.fixedInputTokens())
                .plus(offer.outputPrice().timesCeiling(output))
                .plus(offer.requestPrice().timesCeiling(1));
    }
}
