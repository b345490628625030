package io.sluice.gateway.relay;

import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.Turn;
import io.sluice.gateway.admission.Reservation;
import java.util.Map;

/**
 * What a session holds of its scopes until it ends, and what turns owe to them that had no reservation of their own: those that the provider began by
 * itself and that were refused then. On one event loop.
 */
final class SessionHold {

    private final Reservation held;
    private Money owed = Money.ZERO;
    private long owedTokens;

    SessionHold(Reservation held) {
        this.held = held;
    }

    /** The session's own: settled with all that is owed. */
    Reservation ofSession() {
        return new Own();
    }

    /** For such a turn: what it costs is owed. */
    Reservation besides(Turn turn, ModelOffer offer) {
        Money bound = offer.inputPrice()
                .timesCeiling(turn.inputTokens())
                .plus(offer.outputPrice().timesCeiling(turn.outputTokens()));
        return new Besides(turn, bound);
    }

    /** Both are charged to the same windows, and cap nothing. */
    private abstract class Held implements Reservation {

        @Override
        public boolean capImposed() {
            return false;
        }

        @Override
        public Map<String, Long> charges() {
            return held.charges();
        }

        @Override
        public long left(Meter meter) {
            return held.left(meter);
        }
    }

    private final class Own extends Held {

        @Override
        public long outputCap() {
            return held.outputCap();
        }

        @Override
        public long spendable() {
            return held.spendable();
        }

        @Override
        public Money bound() {
            return held.bound();
        }

        @Override
        public void settle(Money cost, long tokens, Runnable written) {
            held.settle(cost.plus(owed), tokens + owedTokens, written);
        }

        @Override
        public void release() {
            if (owed.nanos() > 0 || owedTokens > 0) {
                settle(Money.ZERO, 0, () -> {});
            } else {
                held.release();
            }
        }
    }

    private final class Besides extends Held {

        private final Turn turn;
        private final Money bound;

        Besides(Turn turn, Money bound) {
            this.turn = turn;
            this.bound = bound;
        }

        @Override
        public long outputCap() {
            return turn.outputTokens();
        }

        @Override
        public long spendable() {
            return Long.MAX_VALUE;
        }

        @Override
        public Money bound() {
            return bound;
        }

        @Override
        public void settle(Money cost, long tokens, Runnable written) {
            written.run();
            owed = owed.plus(cost);
            owedTokens += tokens;
        }

        @Override
        public void release() {
            // nothing is held
        }
    }
}
