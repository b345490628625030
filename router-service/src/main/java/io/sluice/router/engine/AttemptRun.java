package io.sluice.router.engine;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.deployment.Target;
import io.sluice.router.engine.Lanes.Lane;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.mock.Mock;
import io.sluice.router.mock.MockDialect;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.SessionReader;
import io.sluice.router.wire.UpstreamRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One provider call under way, from the request to its bill. {@link Intake} takes what the provider sends to the reader; what the reader makes of it comes
 * here. Reports to its {@link CallRun} exactly once, unless cancelled.
 */
final class AttemptRun implements AnswerSink, Deadlines.Watched {

    private final CallRun call;
    private final Lane lane;
    private final int number;
    private final AttemptClock clock;
    private final Intake intake;
    private final Exchanges exchanges;
    private final Tally tally;
    private final @Nullable SessionLink session;

    private final List<ByteBuffer> held = new ArrayList<>(4);
    private boolean committed;
    private boolean silent;
    private boolean pastDeadline;
    private boolean mocked;

    AttemptRun(CallRun call, Lane lane, int number, AnswerReader reader, AttemptClock.Limits limits) {
        this.call = call;
        this.lane = lane;
        this.number = number;
        this.clock = new AttemptClock(limits);
        this.intake = new Intake(this, reader, clock, call.request().scan().stream());
        this.exchanges = new Exchanges(this, call.environment(), target(), intake);
        this.tally = new Tally(target().card(), call.request(), lane.bound);
        this.session =
                reader instanceof SessionReader talk ? new SessionLink(this, talk, call.sessionListener()) : null;
    }

    void send(UpstreamRequest request) {
        call.environment().deadlines().add(this);
        exchanges.send(request);
    }

    /** Nobody is asked: the mock answers, after its delay, on this event loop. */
    void mock(Mock mock) {
        mocked = true;
        call.environment().deadlines().add(this);
        if (!mock.silent()) {
            call.environment().vertx().setTimer(Math.max(1, mock.delayMillis()), ignored -> answer(mock));
        }
    }

    private void answer(Mock mock) {
        if (!intake.waiting()) {
            return;
        }
        if (mock.failure().isPresent()) {
            failed(mock.failure().get());
            return;
        }
        intake.head(200, Map.of());
        MockDialect.pieces(mock).forEach(intake::chunk);
        intake.end();
    }

    void pause() {
        exchanges.pause();
    }

    void resume() {
        clock.activity();
        exchanges.resume();
    }

    // ---- the provider's side

    void connected(long micros) {
        lane.call.connected(lane.ticket, micros);
    }

    /** The provider refused: told under the status that LiteLLM gives it; what passes through keeps its own. */
    void refused(ProviderFailure failure) {
        Integer other = target().provider().profile().errorStatuses().get(failure.status());
        failed(
                other == null || call.request().protocol() == Protocol.PASS_THROUGH
                        ? failure
                        : failure.withStatus(other));
    }

    void closed(int code, String reason) {
        if (committed && session != null) {
            session.closed(code, reason);
        }
    }

    @Override
    public void check(long now) {
        String late = clock.late(now, intake.waiting(), intake.streaming(), call.paused());
        if (late != null) {
            timeout(late);
        } else if (flows() ? call.isStreamPast(now) : call.isPast(now)) {
            pastDeadline = true;
            timeout("the time limit of the call is reached");
        }
    }

    /** A stream that has begun may take as long as it likes, as long as something comes, up to LiteLLM's {@code request_timeout}: limits are those of a wait. */
    private boolean flows() {
        return committed && intake.streaming() && session == null;
    }

    private void timeout(String what) {
        silent = true;
        failed(ProviderFailure.of(ErrorClass.TIMEOUT, "Request timed out: " + what, true));
    }

    // ---- the reader's side

    @Override
    public void emit(ByteBuffer bytes) {
        if (committed) {
            call.deliver(bytes);
        } else {
            held.add(bytes);
        }
    }

    @Override
    public void content(int bytes) {
        tally.content(bytes);
        if (clock.content()) {
            lane.call.firstContent(lane.ticket, clock.firstContentMicros());
        }
        if (!committed && intake.streaming()) {
            commit();
        }
    }

    private void commit() {
        committed = true;
        call.committed(this);
        held.forEach(call::deliver);
        held.clear();
    }

    @Override
    public void usage(TokenUsage reported) {
        tally.usage(reported);
    }

    @Override
    public void estimated(TokenUsage counted) {
        tally.estimated(counted);
    }

    @Override
    public void charges(Charges reported) {
        tally.charges(reported);
    }

    @Override
    public void finished(String reason) {
        tally.finished(reason);
    }

    @Override
    public void ask(UpstreamRequest next, long delayMillis) {
        exchanges.sendNext(next, delayMillis);
    }

    @Override
    public void done() {
        if (intake.over()) {
            return;
        }
        if (intake.streamed() && !committed) {
            commit();
            if (intake.over()) {
                return; // whoever was told of the beginning left at once
            }
        }
        Attempt attempt = over(tally.ofWhole(), null);
        exchanges.letRunOut();
        call.succeeded(this, attempt, intake.streamed() ? List.of() : held);
    }

    @Override
    public void failed(ProviderFailure failure) {
        if (!intake.over()) {
            boolean streaming = committed;
            Attempt attempt = over(billOf(failure), failure.errorClass().litellmName());
            // whoever read it: no provider's key goes to a client
            call.failed(this, attempt, failure.without(target().apiKey()), streaming);
        }
    }

    /** Nobody wants its answer any more. @param why as the ledger names it */
    Attempt cancelled(String why) {
        boolean sent = !intake.over() && !mocked;
        return over(sent ? tally.ofPart() : Bill.none(), why);
    }

    /** Whether content has come. */
    boolean answers() {
        return committed || clock.hasContent();
    }

    private Bill billOf(ProviderFailure failure) {
        if (mocked && !committed) {
            return Bill.none();
        }
        return committed ? tally.ofPart() : tally.ofFailure(failure);
    }

    private Attempt over(Bill bill, @Nullable String errorClass) {
        intake.close();
        if (session != null) {
            session.over();
        }
        call.environment().deadlines().remove(this);
        if (errorClass != null) {
            exchanges.cancel();
        }
        Attempt attempt = new Attempt(
                number,
                lane.deployment.id(),
                target().provider().name(),
                target().providerModel(),
                target().apiBase(),
                intake.status(),
                bill.certainty(),
                bill.usage(),
                bill.cost().total(),
                bill.cost().lines(),
                lane.bound,
                clock.startedAtMicros(),
                clock.firstContentMicros(),
                clock.durationMicros(),
                tally.finishReason(),
                errorClass);
        observe(attempt);
        return attempt;
    }

    /** Tells of what ended here: the attempt itself, or a turn of its session. */
    void observe(Attempt finished) {
        call.environment().observer().finished(target().modelGroup(), finished);
    }

    /**
     * Who is to blame for its failure.
     *
     * @param callersLimit a time limit that ran out was the caller's own
     */
    Fault fault(ProviderFailure failure, boolean callersLimit) {
        boolean answered = intake.status() > 0 && !silent && failure.errorClass() != ErrorClass.CONNECTION;
        return new Fault(
                failure.errorClass(),
                failure.status(),
                failure.retryAfterMillis(),
                answered,
                pastDeadline && callersLimit);
    }

    Lane lane() {
        return lane;
    }

    /** Of a session that is open; null for any other call. */
    @Nullable
    SessionLink session() {
        return session;
    }

    /** Another model of the same provider. */
    ModelCard card(String model) {
        return call.environment().catalog().card(target().provider().name(), model);
    }

    /** The client of a session left it. */
    void left() {
        if (committed) {
            done();
        }
    }

    /** It succeeded: the group learns how fast, and what it used. */
    void measured(Attempt attempt) {
        TokenUsage turns = session == null ? TokenUsage.NONE : session.used();
        lane.call.succeeded(
                lane.ticket,
                attempt.durationMicros(),
                streamed() ? attempt.firstByteMicros() : -1,
                attempt.usage().total() + turns.total(),
                attempt.usage().output() + turns.output(),
                paid(attempt));
    }

    /** What the provider is paid: by the attempt, or by the turns of its session. */
    Money paid(Attempt attempt) {
        return session == null ? attempt.cost() : session.cost();
    }

    /** What a session's client says: it goes out, and is a sign of life. False when the provider takes no more for now. */
    boolean say(ByteBuffer message, Runnable drained) {
        clock.activity();
        return exchanges.say(message, drained);
    }

    /** Whether its answer came in pieces, and has been given on as they came. */
    boolean streamed() {
        return intake.streamed();
    }

    /** The provider's. */
    int status() {
        return intake.status();
    }

    Map<String, String> providerHeaders() {
        return intake.headers();
    }

    private Target target() {
        return lane.deployment.target();
    }
}
