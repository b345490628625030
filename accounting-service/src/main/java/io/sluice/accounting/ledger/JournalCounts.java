package io.sluice.accounting.ledger;

import io.sluice.contracts.usage.UsageSink.SegmentCount;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which journal segments the books hold wholly (docs/decisions/0003). */
@ApplicationScoped
public class JournalCounts {

    private final Pool pool;

    JournalCounts(Pool pool) {
        this.pool = pool;
    }

    /** Of the asked segments, those of which at least the said number of events is committed. */
    public Future<Set<Long>> committed(String gatewayId, List<SegmentCount> counts) {
        Map<Long, Long> wanted = new HashMap<>();
        counts.forEach(count -> wanted.put(count.segment(), count.events()));
        return pool.preparedQuery(
                        "SELECT segment, events FROM journal_segments WHERE gateway_id = $1 AND segment = ANY($2)")
                .execute(Tuple.tuple()
                        .addString(LedgerColumn.storable(gatewayId))
                        .addArrayOfLong(wanted.keySet().toArray(Long[]::new)))
                .map(rows -> {
                    Set<Long> held = new HashSet<>();
                    for (Row row : rows) {
                        if (row.getLong("events") >= wanted.getOrDefault(row.getLong("segment"), Long.MAX_VALUE)) {
                            held.add(row.getLong("segment"));
                        }
                    }
                    return held;
                });
    }
}
