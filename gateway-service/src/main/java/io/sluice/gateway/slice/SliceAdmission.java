package io.sluice.gateway.slice;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GatewayRoster;
import io.sluice.contracts.admission.GrantReply;
import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.contracts.admission.GrantReply.Unanswered;
import io.sluice.contracts.admission.Meter;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.ScopeLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Admission by granted slices: a call reserves its upper bound from what this gateway was granted, over all scopes at once, and waits only
 * when a slice lacks. The invariant of a slice is {@code spent + reserved + returned <= granted}; the grantor's is {@code settled +
 * granted <= limit}. How both sides keep them through crashes, outages and lost memory: {@code docs/admission.md}. Thread-safe: one
 * lock guards all of it, is held for arithmetic only, and nobody is called under it but the journal's sums.
 */
public final class SliceAdmission implements Admission {

    private static final long TICK_MILLIS = 50;
    private static final long REST_MILLIS = 1_000;
    private static final long SWEEP_MILLIS = 60_000;
    private static final long STOP_MILLIS = 1_000;

    private final AdmissionSeams seams;
    private final AdmissionTimers timers;

    private final Object lock = new Object();
    private final Rhythm rhythm;
    private final ActiveSlices active;
    private final Targets targets;
    private final GrantorTalk grantor;
    private final BooksTalk books;
    private final Presence presence;
    private final Desk desk;
    private final List<Waiter> decided = new ArrayList<>();
    private final List<BooksTalk.Question> questions = new ArrayList<>();
    private boolean pumping;
    private boolean closing;
    private long restedAt;
    private long sweptAt;

    public SliceAdmission(
            AdmissionSeams seams, ScopeLimits limits, AdmissionSettings settings, AdmissionTimers timers) {
        this.seams = seams;
        this.timers = timers;
        this.rhythm = new Rhythm(settings, seams.unledgered());
        this.active = new ActiveSlices(rhythm);
        this.targets = new Targets(limits, seams.unledgered(), new Incarnations(seams.incarnation()));
        this.grantor = new GrantorTalk(seams.gateway(), settings);
        this.presence = new Presence(seams.roster(), seams.terms());
        this.books = new BooksTalk(seams, presence, timers);
        this.desk = new Desk(this, targets, active, grantor, settings, timers, decided);
    }

    /** Once, after the journal is open: what an earlier start left in it is told to the grantor, and time begins to pass. */
    @Override
    public void start() {
        synchronized (lock) {
            long now = timers.monotonicMillis();
            for (UnledgeredSpend.Charged charged : seams.unledgered().charged()) {
                AccountId account = new AccountId(charged.scope(), Meter.MONEY, charged.windowStart());
                desk.touch(targets.unlimited(account, now));
            }
        }
        seams.roster().ifPresent(this::beat);
        tick();
    }

    @Override
    public void admit(AdmissionRequest request, Consumer<AdmissionDecision> decision) {
        AdmissionDecision result;
        synchronized (lock) {
            result = desk.decide(request, decision, closing);
        }
        if (result != null) {
            decision.accept(result);
        }
        if (grantor.mayBeDue()) {
            pump();
        }
    }

    /**
     * Ends a reservation: what was used stays, the rest is free again.
     *
     * @param written writes down what was used, in the same step
     */
    void end(SliceReservation reservation, boolean used, long nanos, long tokens, Runnable written) {
        boolean waited = false;
        synchronized (lock) {
            written.run();
            if (!reservation.end(used, nanos, tokens)) {
                return;
            }
            for (Slice slice : reservation.target.slices) {
                if (!slice.waiters.isEmpty()) {
                    waited = true;
                    desk.serve(slice);
                }
            }
        }
        if (waited) {
            follow();
        }
    }

    long left(Slice slice) {
        synchronized (lock) {
            return slice.left();
        }
    }

    /** Tells and asks outside the lock what was decided under it. */
    private void follow() {
        List<Waiter> due;
        List<BooksTalk.Question> asking;
        synchronized (lock) {
            due = drain(decided);
            asking = drain(questions);
        }
        due.forEach(Waiter::deliver);
        asking.forEach(this::ask);
        pump();
    }

    private static <T> List<T> drain(List<T> list) {
        if (list.isEmpty()) {
            return List.of();
        }
        List<T> drained = List.copyOf(list);
        list.clear();
        return drained;
    }

    // ---- the grantor

    /** Sends what is due. A grantor in this process answers before {@code exchange} returns. */
    private void pump() {
        while (true) {
            GrantorTalk.Sent sent;
            synchronized (lock) {
                if (pumping) {
                    return;
                }
                sent = grantor.next(timers.monotonicMillis(), timers.wallMillis(), closing, presence.isKnown());
                if (sent == null) {
                    return;
                }
                pumping = true;
            }
            // an answer that is there at once must not send the next message from within: that could go deep
            exchange(sent).whenComplete((reply, fault) -> answered(sent, fault == null ? reply : null));
            synchronized (lock) {
                pumping = false;
            }
        }
    }

    private CompletionStage<GrantReply> exchange(GrantorTalk.Sent sent) {
        try {
            return seams.grantor().exchange(sent.call());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answered(GrantorTalk.Sent sent, @Nullable GrantReply reply) {
        synchronized (lock) {
            if (reply == null) {
                long now = timers.monotonicMillis();
                grantor.lost(now);
                sent.slices().forEach(slice -> {
                    active.add(slice);
                    desk.unanswered(slice, now);
                });
            } else {
                grantor.answered();
                apply(sent, reply);
            }
        }
        follow();
    }

    private void apply(GrantorTalk.Sent sent, GrantReply reply) {
        long now = timers.monotonicMillis();
        boolean forgot = false;
        for (int i = 0; i < sent.slices().size(); i++) {
            Slice slice = sent.slices().get(i);
            active.add(slice);
            switch (reply.answers().get(i)) {
                case Unanswered ignored -> desk.unanswered(slice, now);
                case Standing standing -> {
                    forgot |= slice.apply(sent.call().reports().get(i), standing, sent.spent()[i], sent.sentAt(), now);
                    slice.register(sent.call().sequence());
                    desk.serve(slice);
                    look(slice, now);
                    if (slice.mayAskAtOnce(sent.call().reports().get(i))) {
                        grantor.queue(slice);
                    }
                }
            }
        }
        if (forgot) {
            // it may have forgotten more: the sooner it is told, the sooner it grants again
            active.visit(grantor::queue);
        }
    }

    // ---- the books

    private void look(Slice slice, long now) {
        if (rhythm.mustLook(slice, now)) {
            questions.add(books.begin(slice));
        }
    }

    private void ask(BooksTalk.Question question) {
        question.ask().whenComplete((look, fault) -> {
            synchronized (lock) {
                if (fault == null) {
                    question.answered(look);
                    desk.touch(question.slice);
                } else {
                    question.failed();
                }
            }
            pump();
        });
    }

    private void beat(GatewayRoster roster) {
        Instant told;
        synchronized (lock) {
            if (closing) {
                return;
            }
            long now = timers.monotonicMillis();
            told = presence.onBooksClock(Math.min(active.toldUntil(now), grantor.unansweredSince(now)));
        }
        beat(roster, told).whenComplete((clock, fault) -> {
            if (fault == null) {
                synchronized (lock) {
                    presence.answered(clock, timers.monotonicMillis());
                }
            }
            timers.after(Presence.BEAT_MILLIS, () -> beat(roster));
        });
    }

    private CompletionStage<Instant> beat(GatewayRoster roster, @Nullable Instant told) {
        try {
            return roster.told(seams.gateway(), seams.incarnation(), told);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    // ---- time

    private void tick() {
        synchronized (lock) {
            if (closing) {
                return;
            }
            long now = timers.monotonicMillis();
            active.visit(slice -> visit(slice, now));
            if (now - restedAt >= REST_MILLIS) {
                restedAt = now;
                active.letRest();
            }
            if (now - sweptAt >= SWEEP_MILLIS) {
                sweptAt = now;
                targets.forgetUnused(now, rhythm);
            }
        }
        follow();
        timers.after(TICK_MILLIS, this::tick);
    }

    private void visit(Slice slice, long now) {
        desk.giveUp(slice, now);
        look(slice, now);
        if (rhythm.mustReport(slice, now)) {
            grantor.queue(slice);
        }
    }

    /**
     * Gives back what is free, and leaves the roster when nothing is held or unshipped. Calls that still run keep what they hold.
     *
     * @return completed when that is done, or after a second without success
     */
    @Override
    public CompletionStage<Void> stop() {
        synchronized (lock) {
            closing = true;
            active.visit(grantor::queue);
        }
        pump();
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        awaitQuiet(timers.monotonicMillis() + STOP_MILLIS, stopped);
        return stopped;
    }

    private void awaitQuiet(long until, CompletableFuture<Void> stopped) {
        boolean talking;
        boolean holding;
        synchronized (lock) {
            talking = grantor.isBusy();
            holding = active.isAnyHolding() || !seams.unledgered().charged().isEmpty();
        }
        if (talking && timers.monotonicMillis() < until) {
            timers.after(TICK_MILLIS, () -> awaitQuiet(until, stopped));
        } else if (talking || holding || seams.roster().isEmpty()) {
            stopped.complete(null);
        } else {
            // nobody needs to wait for this gateway any more, ever
            seams.roster().get().left(seams.gateway()).whenComplete((left, fault) -> stopped.complete(null));
        }
    }
}
