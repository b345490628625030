package io.sluice.gateway.slice;

import io.sluice.contracts.admission.Meter;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.CostBound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls in, lets them wait, or refuses them. Nobody overtakes a call that waits for the same slice. Guarded by the admission's lock;
 * waiting calls that were decided are put into {@code decided} and told outside.
 */
final class Desk {

    private static final long SILENT_WAIT_DIVISOR = 2;

    private final SliceAdmission admission;
    private final Targets targets;
    private final ActiveSlices active;
    private final GrantorTalk talk;
    private final AdmissionSettings settings;
    private final AdmissionTimers timers;
    private final List<Waiter> decided;
    private final Map<String, CostBound> bounds = new HashMap<>();
    private int waiting;

    Desk(
            SliceAdmission admission,
            Targets targets,
            ActiveSlices active,
            GrantorTalk talk,
            AdmissionSettings settings,
            AdmissionTimers timers,
            List<Waiter> decided) {
        this.admission = admission;
        this.targets = targets;
        this.active = active;
        this.talk = talk;
        this.settings = settings;
        this.timers = timers;
        this.decided = decided;
    }

    /** Null: the call waits, and {@code decision} is told later. */
    @Nullable
    AdmissionDecision decide(AdmissionRequest request, Consumer<AdmissionDecision> decision, boolean closing) {
        long now = timers.monotonicMillis();
        Target target = targets.find(request, timers.wallMillis(), now);
        if (!request.offer().priced() && target.strictMoney != null) {
            return new AdmissionDecision.Unpriced(target.strictMoney);
        }
        Plan plan = plan(request, target);
        Slice queue = firstWithWaiters(target);
        Slice lacking = queue != null ? queue : lacking(target, plan, now);
        if (lacking == null) {
            return new AdmissionDecision.Admitted(reserve(target, plan, now));
        }
        lacking.wanted(now);
        touch(lacking);
        if (talk.isAwayFor(lacking, now)) {
            return away();
        }
        if (closing || waiting >= settings.maxWaiting()) {
            return new AdmissionDecision.Unavailable("too many calls wait for it", 1);
        }
        waiting++;
        Waiter waiter = new Waiter(request, target, decision, timers.callersContext(), now, talk.lastSent());
        waiter.amount = amountOf(target, lacking, plan);
        lacking.waiters.add(waiter);
        return null;
    }

    private static AdmissionDecision.Unavailable away() {
        return new AdmissionDecision.Unavailable("their counters do not answer", 1);
    }

    private Plan plan(AdmissionRequest request, Target target) {
        CostBound bound = bounds.get(request.model());
        if (bound == null || !bound.isOf(request.offer())) {
            bound = new CostBound(request.offer());
            bounds.put(request.model(), bound);
        }
        return Plan.of(request, target, bound, settings.minOutputTokens());
    }

    private static @Nullable Slice firstWithWaiters(Target target) {
        for (Slice slice : target.slices) {
            if (!slice.waiters.isEmpty()) {
                return slice;
            }
        }
        return null;
    }

    private @Nullable Slice lacking(Target target, Plan plan, long now) {
        for (int i = 0; i < target.slices.length; i++) {
            Slice slice = target.slices[i];
            if (!slice.fits(plan.amounts[i], now) && !isLeftOut(slice, now)) {
                return slice;
            }
        }
        return null;
    }

    /** While the grantor is away, limits of rate that are not strict let calls pass uncounted; money never does. */
    private boolean isLeftOut(Slice slice, long now) {
        return slice.limit().meter() != Meter.MONEY && !slice.limit().strict() && talk.isAwayFor(slice, now);
    }

    private SliceReservation reserve(Target target, Plan plan, long now) {
        long[] generations = new long[target.slices.length];
        for (int i = 0; i < generations.length; i++) {
            Slice slice = target.slices[i];
            if (slice.fits(plan.amounts[i], now)) {
                generations[i] = slice.reserve(plan.amounts[i], now);
                if (slice.runsLow()) {
                    talk.queue(slice);
                }
            } else {
                generations[i] = SliceReservation.LEFT_OUT;
            }
            active.add(slice);
        }
        return new SliceReservation(admission, target, plan, generations);
    }

    private static long amountOf(Target target, Slice slice, Plan plan) {
        for (int i = 0; i < target.slices.length; i++) {
            if (target.slices[i] == slice) {
                return plan.amounts[i];
            }
        }
        throw new IllegalArgumentException("not a slice of this target");
    }

    /** Somebody has something to say about it. */
    void touch(Slice slice) {
        active.add(slice);
        talk.queue(slice);
    }

    /** Lets in, or refuses, from the front of the queue, until one has to go on waiting. */
    void serve(Slice slice) {
        long now = timers.monotonicMillis();
        while (!slice.waiters.isEmpty()) {
            Waiter waiter = slice.waiters.getFirst();
            Plan plan = plan(waiter.request, waiter.target);
            Slice lacking = lacking(waiter.target, plan, now);
            if (lacking == null) {
                slice.waiters.removeFirst();
                finish(waiter, new AdmissionDecision.Admitted(reserve(waiter.target, plan, now)));
            } else if (lacking != slice) {
                slice.waiters.removeFirst();
                waiter.moved(talk.lastSent());
                waiter.amount = amountOf(waiter.target, lacking, plan);
                lacking.waiters.add(waiter);
                touch(lacking);
            } else {
                waiter.amount = amountOf(waiter.target, slice, plan);
                if (!Verdict.refuses(slice, waiter)) {
                    return;
                }
                slice.waiters.removeFirst();
                finish(waiter, Verdict.refusal(slice, waiter, now, timers.wallMillis()));
            }
        }
    }

    private void finish(Waiter waiter, AdmissionDecision result) {
        waiting--;
        waiter.decide(result);
        decided.add(waiter);
    }

    /** The grantor did not answer for this slice. When that lasts, who waits for it goes without it, or goes away. */
    void unanswered(Slice slice, long now) {
        slice.unanswered(now);
        if (!talk.isAwayFor(slice, now)) {
            return;
        }
        if (isLeftOut(slice, now)) {
            serve(slice);
        }
        while (!slice.waiters.isEmpty()) {
            finish(slice.waiters.removeFirst(), away());
        }
    }

    /** Ends waits that take too long. */
    void giveUp(Slice slice, long now) {
        long patience = patience(slice);
        slice.waiters.removeIf(waiter -> {
            boolean late = now - waiter.since >= patience;
            if (late) {
                finish(waiter, late(slice, waiter, now));
            }
            return late;
        });
    }

    private long patience(Slice slice) {
        if (!slice.isOpen() || slice.standing().doubt() || slice.books.isAsking()) {
            return settings.booksWait();
        }
        boolean silentHolds = slice.standing().silent().stream().anyMatch(holder -> holder.outstanding() > 0);
        return silentHolds ? settings.maxWait() / SILENT_WAIT_DIVISOR : settings.maxWait();
    }

    private AdmissionDecision late(Slice slice, Waiter waiter, long now) {
        if (!slice.isOpen() || slice.isUnanswered()) {
            return away();
        }
        if (slice.books.isAsking()) {
            return new AdmissionDecision.Unavailable("the books do not answer", 1);
        }
        if (Verdict.refuses(slice, waiter)) {
            return Verdict.refusal(slice, waiter, now, timers.wallMillis());
        }
        String obstacle = Verdict.obstacle(slice, waiter);
        return new AdmissionDecision.Unavailable(obstacle == null ? "it takes too long" : obstacle, 1);
    }
}
