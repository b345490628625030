package io.sluice.router.engine;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.SessionListener;
import io.sluice.contracts.routing.Turn;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.SessionReader;
import io.sluice.router.wire.SessionSink;
import java.nio.ByteBuffer;

/**
 * The session that an attempt opened, between its reader, the provider and who listens: what is said, when it has to wait, and the bill of each turn.
 * On one event loop.
 */
final class SessionLink implements SessionSink {

    private final AttemptRun run;
    private final SessionReader reader;
    private final SessionListener listener;
    private TokenUsage used = TokenUsage.NONE;
    private Money cost = Money.ZERO;
    private boolean full;
    private boolean held;

    SessionLink(AttemptRun run, SessionReader reader, SessionListener listener) {
        this.run = run;
        this.reader = reader;
        this.listener = listener;
        reader.begin(this);
    }

    void said(ByteBuffer message) {
        reader.said(message);
    }

    void granted(int turn) {
        reader.granted(turn);
    }

    void closed(int code, String reason) {
        listener.onClose(code, reason);
    }

    /** The client is gone, which is how sessions end. Before the first message it is none yet. */
    void left() {
        run.left();
    }

    /** Open turns end now. */
    void over() {
        reader.abandoned();
    }

    /** What all turns cost. */
    Money cost() {
        return cost;
    }

    /** Input and output tokens of all turns. */
    TokenUsage used() {
        return used;
    }

    // ---- what the reader decides

    @Override
    public void send(ByteBuffer message) {
        if (!run.say(message, this::drained) && !full) {
            boolean before = full || held;
            full = true;
            tell(before);
        }
    }

    private void drained() {
        full = false;
        tell(true);
    }

    @Override
    public void hold(boolean hold) {
        boolean before = full || held;
        held = hold;
        tell(before);
    }

    private void tell(boolean before) {
        if (before != (full || held)) {
            listener.onHold(!before);
        }
    }

    @Override
    public void tell(ByteBuffer message) {
        run.emit(message);
    }

    @Override
    public void want(Turn turn) {
        listener.onTurn(turn);
    }

    @Override
    public void unused(int turn) {
        listener.onTurnEnd(turn, null);
    }

    @Override
    public void ended(int turn, Bill bill) {
        Target target = run.lane().deployment.target();
        String other = bill.model();
        ModelCard card = other == null ? target.card() : run.card(other);
        CostCalculator.Cost price = CostCalculator.cost(card, bill.usage());
        long now = System.nanoTime();
        long durationMicros = (now - bill.startedNanos()) / 1_000;
        Attempt attempt = new Attempt(
                1,
                run.lane().deployment.id(),
                target.provider().name(),
                other == null ? target.providerModel() : other,
                target.apiBase(),
                200,
                bill.certainty(),
                bill.tokens(),
                price.total(),
                price.lines(),
                price.total(),
                System.currentTimeMillis() * 1_000 - durationMicros,
                bill.firstByteNanos() < 0 ? -1 : (bill.firstByteNanos() - bill.startedNanos()) / 1_000,
                durationMicros,
                bill.finish(),
                bill.errorClass());
        used = TokenUsage.of(
                used.input() + bill.tokens().input(),
                used.output() + bill.tokens().output());
        cost = cost.plus(price.total());
        run.observe(attempt);
        listener.onTurnEnd(turn, attempt);
    }
}
