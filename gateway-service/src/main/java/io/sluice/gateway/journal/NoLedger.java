package io.sluice.gateway.journal;

import io.sluice.contracts.usage.UsageEvent;
import java.util.List;

/** Writes nothing down: {@code sluice_settings.ledger: false}, for measurements. */
public final class NoLedger implements UsageJournal {

    @Override
    public long begin(UsageEvent atBound) {
        return 0;
    }

    @Override
    public void end(long ticket, List<UsageEvent> attempts) {
        // nothing is kept
    }

    @Override
    public long segment(long ticket) {
        return 0;
    }
}
