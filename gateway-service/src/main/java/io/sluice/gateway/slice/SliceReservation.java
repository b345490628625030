package io.sluice.gateway.slice;

import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.money.Money;
import io.sluice.gateway.admission.Reservation;
import java.util.Map;

/** Amounts taken from the slices of one target. Its end is guarded by the admission's lock. */
final class SliceReservation implements Reservation {

    /** Generation of a slice that nothing was taken from. */
    static final long LEFT_OUT = -1;

    private static final int NONE = -1;

    private final SliceAdmission admission;
    final Target target;
    private final long[] amounts;
    private final long[] generations;
    private final long outputCap;
    private final boolean capImposed;
    private final long bound;
    private boolean ended;

    SliceReservation(SliceAdmission admission, Target target, Plan plan, long[] generations) {
        this.admission = admission;
        this.target = target;
        this.amounts = plan.amounts;
        this.generations = generations;
        this.outputCap = plan.cap;
        this.capImposed = plan.imposed;
        this.bound = plan.bound;
    }

    @Override
    public long outputCap() {
        return outputCap;
    }

    @Override
    public boolean capImposed() {
        return capImposed;
    }

    @Override
    public long spendable() {
        return target.strictMoney == null ? Long.MAX_VALUE : bound;
    }

    @Override
    public Money bound() {
        return Money.ofNanos(bound);
    }

    @Override
    public Map<String, Long> charges() {
        return target.charges;
    }

    @Override
    public long left(Meter meter) {
        Slice slice = target.ofKey(meter);
        return slice == null ? NONE : admission.left(slice);
    }

    @Override
    public void settle(Money cost, long tokens, Runnable written) {
        admission.end(this, true, cost.nanos(), tokens, written);
    }

    @Override
    public void release() {
        admission.end(this, false, 0, 0, () -> {});
    }

    /** False when it has ended before. Under the admission's lock. */
    boolean end(boolean used, long nanos, long tokens) {
        if (ended) {
            return false;
        }
        ended = true;
        for (int i = 0; i < amounts.length; i++) {
            Slice slice = target.slices[i];
            slice.settle(generations[i], amounts[i], used ? used(slice.limit().meter(), amounts[i], nanos, tokens) : 0);
        }
        return true;
    }

    private static long used(Meter meter, long amount, long nanos, long tokens) {
        return switch (meter) {
            case MONEY -> nanos;
            case TOKENS -> tokens;
            case REQUESTS -> amount;
            case PARALLEL -> 0;
        };
    }
}
