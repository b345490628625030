package io.sluice.accounting.ledger;

import io.sluice.contracts.usage.UsageEvent;

/** What an event is unique by. */
record EventId(String requestId, int attempt, String kind) {

    static EventId of(UsageEvent event) {
        return new EventId(
                LedgerColumn.storable(event.requestId()), event.attempt(), LedgerColumn.storable(event.kind()));
    }
}
