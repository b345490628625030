package io.sluice.gateway.admission;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantReply;
import io.sluice.contracts.admission.Grantor;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.contracts.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Admission by granted slices: a call reserves its upper bound from what this gateway was granted, over all scopes at once, and waits only
 * when a slice lacks. The invariant of a slice is {@code spent + reserved + returned <= granted}; the grantor's is {@code settled +
 * granted <= limit}. Thread-safe: one lock guards all of it, is held for arithmetic only, and nobody is called under it.
 */
public final class SliceAdmission implements Admission, AutoCloseable {

    private static final long TICK_MILLIS = 50;
    private static final long SWEEP_MILLIS = 60_000;
    private static final long CLOSE_MILLIS = 1_000;

    private final Grantor grantor;
    private final String gateway;
    private final SpendBook books;
    private final UnledgeredSpend unledgered;
    private final AdmissionSettings settings;
    private final AdmissionTimers timers;

    private final Object lock = new Object();
    private final Targets targets;
    private final Exchanges exchanges;
    private final Map<String, CostBound> bounds = new HashMap<>();
    private final Set<Slice> active = new LinkedHashSet<>();
    private int waiting;
    private long sweptAt;
    private boolean pumping;
    private boolean closing;

    /**
     * @param gateway the name that the grantor knows this gateway by, the same after a restart
     * @param incarnation rises with each start of this gateway
     */
    public SliceAdmission(
            String gateway,
            long incarnation,
            Grantor grantor,
            SpendBook books,
            UnledgeredSpend unledgered,
            ScopeLimits limits,
            AdmissionSettings settings,
            AdmissionTimers timers) {
        this.gateway = gateway;
        this.grantor = grantor;
        this.books = books;
        this.unledgered = unledgered;
        this.settings = settings;
        this.timers = timers;
        this.targets = new Targets(limits);
        this.exchanges = new Exchanges(gateway, incarnation, settings);
    }

    /** Once, after the journal is open: what an earlier start of this gateway still holds is settled, and time begins to pass. */
    public void start() {
        claimHeld();
        tick();
    }

    private void claimHeld() {
        grantor.held(gateway).whenComplete((held, fault) -> {
            if (fault != null) {
                timers.after(settings.heartbeat(), this::claimHeld);
                return;
            }
            synchronized (lock) {
                long now = timers.monotonicMillis();
                for (AccountId account : held) {
                    touch(targets.unlimited(account, now));
                }
            }
            pump();
        });
    }

    @Override
    public void admit(AdmissionRequest request, Consumer<AdmissionDecision> decision) {
        AdmissionDecision result;
        synchronized (lock) {
            result = decide(request, decision);
        }
        if (result != null) {
            decision.accept(result);
        }
        pump();
    }

    private @Nullable AdmissionDecision decide(AdmissionRequest request, Consumer<AdmissionDecision> decision) {
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
        if (closing || waiting >= settings.maxWaiting()) {
            return new AdmissionDecision.Unavailable("too many calls wait for it", 1);
        }
        Waiter waiter = new Waiter(request, target, decision, timers.callersContext(), now, exchanges.lastSent());
        waiting++;
        wait(waiter, lacking, plan, now);
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // a reloaded table brings new offers, however alike
    private Plan plan(AdmissionRequest request, Target target) {
        CostBound bound = bounds.get(request.model());
        if (bound == null || bound.offer != request.offer()) {
            bound = new CostBound(request.offer());
            bounds.put(request.model(), bound);
        }
        return Plan.of(request, target, bound, settings.minOutputTokens());
    }

    /** Nobody overtakes a call that waits for the same slice. */
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
        return exchanges.away() && !slice.usable(now) && slice.limit.meter() != Meter.MONEY && !slice.limit.strict();
    }

    private SliceReservation reserve(Target target, Plan plan, long now) {
        long[] generations = new long[target.slices.length];
        for (int i = 0; i < generations.length; i++) {
            Slice slice = target.slices[i];
            if (isLeftOut(slice, now)) {
                generations[i] = SliceReservation.LEFT_OUT;
                continue;
            }
            slice.reserve(plan.amounts[i], now);
            generations[i] = slice.generation();
            if (slice.runsLow()) {
                exchanges.queue(slice);
            }
            active.add(slice);
        }
        return new SliceReservation(this, target, plan, generations);
    }

    private void wait(Waiter waiter, Slice slice, Plan plan, long now) {
        waiter.amount = amountOf(waiter.target, slice, plan);
        slice.waiters.add(waiter);
        slice.lastUsed = now;
        touch(slice);
    }

    private static long amountOf(Target target, Slice slice, Plan plan) {
        for (int i = 0; i < target.slices.length; i++) {
            if (target.slices[i] == slice) {
                return plan.amounts[i];
            }
        }
        throw new IllegalArgumentException("not a slice of this target");
    }

    private void touch(Slice slice) {
        active.add(slice);
        if (!slice.askingBooks) {
            exchanges.queue(slice);
        }
    }

    /** Ends a reservation: what was used stays, the rest is free again. */
    void end(SliceReservation reservation, boolean used, long nanos, long tokens) {
        List<Waiter> decided = new ArrayList<>();
        synchronized (lock) {
            if (reservation.ended) {
                return;
            }
            reservation.ended = true;
            Slice[] slices = reservation.target.slices;
            for (int i = 0; i < slices.length; i++) {
                long amount = reservation.amounts[i];
                long spent = used ? spent(slices[i].limit.meter(), nanos, tokens) : 0;
                slices[i].settle(reservation.generations[i], amount, spent);
            }
            for (Slice slice : slices) {
                serve(slice, decided);
            }
        }
        decided.forEach(Waiter::deliver);
        pump();
    }

    private static long spent(Meter meter, long nanos, long tokens) {
        return switch (meter) {
            case MONEY -> nanos;
            case TOKENS -> tokens;
            case REQUESTS -> 1;
            case PARALLEL -> 0;
        };
    }

    /** Lets in, or refuses, from the front of the queue, until one has to go on waiting. */
    private void serve(Slice slice, List<Waiter> decided) {
        long now = timers.monotonicMillis();
        while (!slice.waiters.isEmpty()) {
            Waiter waiter = slice.waiters.getFirst();
            Plan plan = plan(waiter.request, waiter.target);
            Slice lacking = lacking(waiter.target, plan, now);
            if (lacking == null) {
                finish(slice, waiter, new AdmissionDecision.Admitted(reserve(waiter.target, plan, now)), decided);
            } else if (lacking != slice) {
                slice.waiters.removeFirst();
                waiter.registeredAt = -1;
                waiter.joinedAfter = exchanges.lastSent();
                wait(waiter, lacking, plan, now);
            } else {
                waiter.amount = amountOf(waiter.target, slice, plan);
                if (!slice.refuses(waiter)) {
                    return;
                }
                finish(slice, waiter, slice.refusal(waiter, timers.wallMillis()), decided);
            }
        }
    }

    private void finish(Slice slice, Waiter waiter, AdmissionDecision result, List<Waiter> decided) {
        slice.waiters.remove(waiter);
        waiting--;
        waiter.result = result;
        decided.add(waiter);
    }

    /** Sends what is due. Messages to a grantor in this process are answered before {@code exchange} returns. */
    private void pump() {
        while (true) {
            Exchanges.Sent sent;
            synchronized (lock) {
                if (pumping) {
                    return;
                }
                sent = exchanges.next(timers.monotonicMillis(), closing);
                if (sent == null) {
                    return;
                }
                pumping = true;
            }
            CompletionStage<GrantReply> answer = exchange(sent.call());
            answer.whenComplete((reply, fault) -> answered(sent, reply, fault));
            synchronized (lock) {
                pumping = false;
                if (exchanges.isInFlight(sent)) {
                    timers.after(settings.exchangeTimeout(), () -> answered(sent, null, null));
                }
            }
        }
    }

    private CompletionStage<GrantReply> exchange(GrantCall call) {
        try {
            return grantor.exchange(call);
        } catch (RuntimeException e) {
            return java.util.concurrent.CompletableFuture.failedFuture(e);
        }
    }

    private void answered(Exchanges.Sent sent, @Nullable GrantReply reply, @Nullable Throwable fault) {
        List<Waiter> decided = new ArrayList<>();
        List<Slice> asking = new ArrayList<>();
        synchronized (lock) {
            if (reply == null || fault != null) {
                if (exchanges.lost(sent, timers.monotonicMillis())) {
                    active.forEach(slice -> serveLeftOut(slice, decided));
                }
            } else if (exchanges.answered(sent, reply)) {
                apply(sent, reply, decided, asking);
            }
        }
        decided.forEach(Waiter::deliver);
        asking.forEach(this::askBooks);
        pump();
    }

    private void serveLeftOut(Slice slice, List<Waiter> decided) {
        if (isLeftOut(slice, timers.monotonicMillis())) {
            serve(slice, decided);
        }
    }

    private void apply(Exchanges.Sent sent, GrantReply reply, List<Waiter> decided, List<Slice> asking) {
        for (int i = 0; i < sent.slices().size(); i++) {
            Slice slice = sent.slices().get(i);
            GrantReply.Account answer = reply.accounts().get(i);
            if (answer.needsBooks()) {
                slice.close();
                if (!slice.askingBooks) {
                    slice.askingBooks = true;
                    asking.add(slice);
                }
                continue;
            }
            slice.apply(reply, answer, sent.call().accounts().get(i), sent.sentAt());
            for (Waiter waiter : slice.waiters) {
                if (waiter.registeredAt < 0 && waiter.joinedAfter < sent.call().sequence()) {
                    waiter.registeredAt = reply.now();
                }
            }
            serve(slice, decided);
            if (!slice.waiters.isEmpty()
                    && slice.mayAskAtOnce(sent.call().accounts().get(i))) {
                exchanges.queue(slice);
            }
        }
    }

    /** In the order that {@link GrantCall.BooksPair} demands: mark, journal, ledger. */
    private void askBooks(Slice slice) {
        long cut;
        synchronized (lock) {
            cut = slice.cutForBooks();
        }
        AccountId account = slice.account;
        long pending = unledgered.of(account.scope(), account.windowStart());
        settledInBooks(account).whenComplete((settled, fault) -> {
            synchronized (lock) {
                if (fault == null && settled != null) {
                    slice.booksAnswered(new GrantCall.BooksPair(settled.nanos(), pending, cut));
                    touch(slice);
                } else {
                    slice.booksFailed(timers.monotonicMillis());
                }
            }
            pump();
        });
    }

    private CompletionStage<Money> settledInBooks(AccountId account) {
        try {
            return books.settled(account.scope(), Instant.ofEpochMilli(account.windowStart()));
        } catch (RuntimeException e) {
            return java.util.concurrent.CompletableFuture.failedFuture(new CompletionException(e));
        }
    }

    private void tick() {
        List<Waiter> decided = new ArrayList<>();
        List<Slice> asking = new ArrayList<>();
        synchronized (lock) {
            if (closing) {
                return;
            }
            long now = timers.monotonicMillis();
            for (Slice slice : List.copyOf(active)) {
                visit(slice, now, decided, asking);
            }
            if (now - sweptAt > SWEEP_MILLIS) {
                sweptAt = now;
                targets.forgetOver(timers.wallMillis());
            }
        }
        decided.forEach(Waiter::deliver);
        asking.forEach(this::askBooks);
        pump();
        timers.after(TICK_MILLIS, this::tick);
    }

    private void visit(Slice slice, long now, List<Waiter> decided, List<Slice> asking) {
        giveUp(slice, now, decided);
        if (slice.mustPair(now)) {
            slice.askingBooks = true;
            asking.add(slice);
        } else if (slice.mustExchange(now, settings)) {
            exchanges.queue(slice);
        } else if (slice.isRest()) {
            active.remove(slice);
        }
    }

    private void giveUp(Slice slice, long now, List<Waiter> decided) {
        for (Waiter waiter : List.copyOf(slice.waiters)) {
            long waited = now - waiter.since;
            if (waited >= (slice.askingBooks ? settings.booksWait() : settings.maxWait())) {
                finish(slice, waiter, late(slice, waiter, now), decided);
            }
        }
    }

    private AdmissionDecision late(Slice slice, Waiter waiter, long now) {
        if (slice.askingBooks) {
            return new AdmissionDecision.Unavailable("the books do not answer", 1);
        }
        if (slice.holding()) {
            return new AdmissionDecision.Unavailable("they are being counted anew", 2);
        }
        return slice.usable(now) && !exchanges.away()
                ? slice.refusal(waiter, timers.wallMillis())
                : new AdmissionDecision.Unavailable("their counters do not answer", 1);
    }

    /** Gives back what is free; waits for the grantor at most a second. Calls that still run keep what they hold. */
    @Override
    public void close() {
        long until = timers.monotonicMillis() + CLOSE_MILLIS;
        synchronized (lock) {
            closing = true;
            targets.all().stream().filter(Slice::hasNews).forEach(exchanges::queue);
        }
        pump();
        while (isTalking() && timers.monotonicMillis() < until) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pump();
        }
    }

    private boolean isTalking() {
        synchronized (lock) {
            return exchanges.isBusy();
        }
    }
}
