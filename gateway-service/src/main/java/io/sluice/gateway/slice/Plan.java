package io.sluice.gateway.slice;

import io.sluice.contracts.admission.Meter;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.AdmissionRequest.Part;
import io.sluice.gateway.admission.CostBound;
import io.sluice.gateway.admission.Limit;

/**
 * What a call would take of each slice of its target, and the output cap that follows from it: the client's own, or, when the client names
 * none and a limit counts output, the smaller of the model's maximum and what the tightest slice still pays, but at least
 * {@code min_output_tokens}.
 */
final class Plan {

    final long cap;
    final boolean imposed;
    final long bound;
    final long[] amounts;

    private Plan(long cap, boolean imposed, long bound, long[] amounts) {
        this.cap = cap;
        this.imposed = imposed;
        this.bound = bound;
        this.amounts = amounts;
    }

    static Plan of(AdmissionRequest request, Target target, CostBound cost, long minOutputTokens) {
        boolean counted = (target.money && cost.outputCosts()) || target.strictTokens;
        boolean imposed = request.requestedCap() < 0 && counted && cost.generates();
        long cap = request.requestedCap();
        if (imposed) {
            long desired = cost.desiredCap();
            cap = Math.max(Math.min(desired, payable(request, target, cost)), Math.min(desired, minOutputTokens));
        }
        long output = cap < 0 ? (cost.generates() ? cost.desiredCap() : 0) : cap;
        long bound = CostBound.plus(cost.fixedNanos(request.inputBytes()), cost.outputNanos(output, request.choices()));
        long[] amounts = new long[target.slices.length];
        for (int i = 0; i < amounts.length; i++) {
            Limit limit = target.slices[i].limit();
            amounts[i] = switch (limit.meter()) {
                case MONEY -> bound;
                case TOKENS ->
                    limit.strict() ? tokenBound(request, cost, output) : estimate(request, minOutputTokens, limit);
                case REQUESTS, PARALLEL -> request.part() == Part.TURN ? 0 : 1;
            };
        }
        // a session as such costs nothing
        return new Plan(cap, imposed, request.part() == Part.SESSION ? 0 : bound, amounts);
    }

    private static long payable(AdmissionRequest request, Target target, CostBound cost) {
        long payable = Long.MAX_VALUE;
        for (Slice slice : target.slices) {
            long available = slice.available();
            if (slice.limit().meter() == Meter.MONEY) {
                long left = available - cost.fixedNanos(request.inputBytes());
                payable = Math.min(payable, cost.affordableCap(left, request.choices()));
            } else if (slice.limit().meter() == Meter.TOKENS && slice.limit().strict()) {
                long left = Math.max(0, available - cost.inputTokens(request.inputBytes()));
                payable = Math.min(payable, left / cost.outputsOf(request.choices()));
            }
        }
        return payable;
    }

    private static long tokenBound(AdmissionRequest request, CostBound cost, long output) {
        return CostBound.plus(
                cost.inputTokens(request.inputBytes()), CostBound.times(output, cost.outputsOf(request.choices())));
    }

    /**
     * Not more than the limit itself, so that a call whose answer may be larger than its minute's tokens goes when nothing else does; but
     * one whose prompt alone is larger never fits, as in LiteLLM (FACTS.md).
     */
    private static long estimate(AdmissionRequest request, long minOutputTokens, Limit limit) {
        long output = request.requestedCap() < 0 ? minOutputTokens : request.requestedCap();
        long input = request.likelyInputTokens();
        long tokens = CostBound.plus(input, CostBound.times(output, request.choices()));
        return Math.max(input, Math.min(tokens, limit.amount()));
    }
}
