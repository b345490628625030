package io.sluice.gateway.journal;

import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.routing.Attempt;
import java.util.List;

/** Writes nothing down: {@code sluice_settings.ledger: false}, for measurements. */
public final class NoLedger implements UsageJournal {

    private static final OpenCall FORGOTTEN = new OpenCall() {

        @Override
        public void attempted(Attempt finished) {
            // nothing is kept
        }

        @Override
        public void end(int clientStatus, List<Attempt> attempts) {
            // nothing is kept
        }
    };

    @Override
    public OpenCall begin(CallEntry call) {
        return FORGOTTEN;
    }

    @Override
    public long unconfirmed(Scope scope, long windowStart) {
        return 0;
    }

    @Override
    public List<Charged> charged() {
        return List.of();
    }

    @Override
    public boolean isConfirmed() {
        return true;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
