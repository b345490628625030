package io.sluice.router.engine;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.usage.Certainty;
import io.sluice.router.engine.Lanes.Lane;
import io.sluice.router.mock.Mock;
import io.sluice.router.mock.MockDialect;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The attempts of one call: those that are under way, those that ended, and what they leave of the call's money. Begins them, puts a second one
 * beside a late one, and gives up those that lost. What an ended attempt means is for {@link CallRun}. Used on one event loop.
 */
final class Attempts {

    private final CallRun call;
    private final CallEnvironment environment;
    private final RouteListener listener;
    private final TimeLimits limits;
    private final Question question;
    private final Lanes lanes = new Lanes();
    private final List<Attempt> ended = new ArrayList<>(1);
    private long spendable;
    private int begun;
    private int announced;
    private boolean paused;

    /** @param spendable as in {@link io.sluice.contracts.routing.RouteRequest} */
    Attempts(
            CallRun call,
            CallEnvironment environment,
            RouteListener listener,
            TimeLimits limits,
            Question question,
            long spendable) {
        this.call = call;
        this.environment = environment;
        this.listener = listener;
        this.limits = limits;
        this.question = question;
        this.spendable = spendable;
    }

    /** Whether none is under way. */
    boolean none() {
        return lanes.none();
    }

    /** All that ended, in the order in which they did. */
    List<Attempt> made() {
        return List.copyOf(ended);
    }

    /** Whether one more can be paid, should those under way cost as much as they can. */
    boolean affords(Money bound) {
        return bound.nanos() <= spendable - lanes.bound();
    }

    void begin(Lane lane, WireCall wireCall) {
        lanes.open(lane);
        Optional<Mock> mock = question.mock(lane.deployment, limits.callersOwn());
        if (mock.isPresent()) {
            mocked(lane, wireCall, mock.get());
            return;
        }
        Preparation.start(environment.vertx(), environment.signers(), question.wire(wireCall), wireCall, outcome -> {
            if (lanes.holds(lane)) {
                prepared(outcome, lane, wireCall.request().scan().stream());
            }
        });
    }

    private void mocked(Lane lane, WireCall wireCall, Mock mock) {
        Optional<AnswerReader> reader = question.reader(new MockDialect(mock), wireCall);
        if (reader.isEmpty()) {
            lanes.close(lane);
            call.unsaid(lane, Unserved.noMock(wireCall.request().protocol()));
            return;
        }
        AttemptRun run = new AttemptRun(call, lane, ++begun, reader.get(), limits.of(lane.deployment));
        lane.run = run;
        run.mock(mock);
    }

    private void prepared(Preparation.Outcome outcome, Lane lane, boolean stream) {
        switch (outcome) {
            case Preparation.Outcome.Ready(UpstreamRequest upstream, AnswerReader reader) -> {
                lane.notes = upstream.notes();
                AttemptRun run = new AttemptRun(call, lane, ++begun, reader, limits.of(lane.deployment));
                lane.run = run;
                run.send(upstream);
                if (paused) {
                    run.pause();
                }
                if (stream && call.isHeard()) {
                    // only a stream tells early that it will be late
                    lane.call
                            .hedgeAfterMillis()
                            .ifPresent(millis -> environment.vertx().setTimer(millis, ignored -> hedge(lane)));
                }
            }
            case Preparation.Outcome.Unsaid unsaid -> {
                lanes.close(lane);
                call.unsaid(lane, unsaid.failure());
            }
            case Preparation.Outcome.Failed failed -> {
                lanes.close(lane);
                call.unprepared(lane, failed.failure());
            }
            case Preparation.Outcome.Broken() -> {
                lanes.close(lane);
                call.broken(lane);
            }
        }
    }

    private void hedge(Lane late) {
        if (lanes.holds(late) && late.run != null && !late.run.answers()) {
            late.call.hedge().ifPresent(second -> call.attempt(late.call, second.ticket()));
        }
    }

    /** This one's content came first: the others are given up, and told before its head. */
    void won(AttemptRun run) {
        lanes.besides(run.lane()).forEach(lane -> drop(lane, "HedgeLost"));
        announce();
    }

    /** Gives all up without their fault. */
    void dropAll(String why) {
        lanes.besides(null).forEach(lane -> drop(lane, why));
    }

    private void drop(Lane lane, String why) {
        lanes.close(lane);
        AttemptRun run = lane.run;
        if (run == null) {
            lane.call.abandoned(lane.ticket, Money.ZERO);
            return;
        }
        Attempt attempt = run.cancelled(why);
        ended.add(attempt);
        pay(attempt);
        lane.call.abandoned(lane.ticket, run.paid(attempt));
    }

    void ended(AttemptRun run, Attempt attempt) {
        lanes.close(run.lane());
        ended.add(attempt);
    }

    /** Its cost is not there for attempts that follow. */
    void pay(Attempt attempt) {
        if (attempt.certainty() != Certainty.NONE && spendable != Long.MAX_VALUE) {
            spendable -= attempt.cost().nanos();
        }
    }

    /**
     * Tells the listener of attempts that ended while another one follows; of each once. Once the answer has begun, those are told at its end: its
     * head went before.
     */
    void announce() {
        while (!call.answering() && announced < ended.size()) {
            listener.onAttempt(ended.get(announced++));
        }
    }

    void pause() {
        paused = true;
        lanes.runs(AttemptRun::pause);
    }

    void resume() {
        paused = false;
        lanes.runs(AttemptRun::resume);
    }

    boolean paused() {
        return paused;
    }

    /** The session that is open. */
    void session(Consumer<SessionLink> action) {
        lanes.runs(run -> {
            SessionLink session = run.session();
            if (session != null) {
                action.accept(session);
            }
        });
    }
}
