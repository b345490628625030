package io.sluice.accounting.ledger;

import io.sluice.contracts.usage.UsageEvent;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The two statements that move the ledger. Each does everything that belongs together (row, sums of scopes, counts of journal
 * segments) and so is atomic by itself; each may be repeated any number of times. Rows are taken in the order of their key and sums in
 * the order of theirs, so that writers that run at once wait for each other in one direction.
 */
final class LedgerSql {

    private static final List<LedgerColumn> COLUMNS = Stream.of(
                    LedgerColumn.KEY, LedgerColumn.ORIGIN, LedgerColumn.FACTS)
            .flatMap(List::stream)
            .toList();

    private static final String KEY = names(LedgerColumn.KEY, LedgerColumn::name);

    private static final String BATCH = "unnest("
            + IntStream.range(0, COLUMNS.size())
                    .mapToObj(i -> "$" + (i + 1) + "::" + COLUMNS.get(i).type() + "[]")
                    .collect(Collectors.joining(", "))
            + ") AS e(" + names(COLUMNS, LedgerColumn::name) + ")";

    private static final String MOVE_SUMS =
            " ON CONFLICT (scope, window_start) DO UPDATE SET settled = s.settled + excluded.settled";

    private static final String COUNT = " ON CONFLICT (gateway_id, segment)"
            + " DO UPDATE SET events = j.events + excluded.events, updated_at = now()";

    /** Writes the events that the ledger does not hold; returns their keys. */
    static final String APPEND =
            "WITH inserted AS (INSERT INTO ledger (" + names(COLUMNS, LedgerColumn::name) + ") SELECT "
                    + names(COLUMNS, column -> "e." + column.name() + column.cast()) + " FROM " + BATCH + " ORDER BY "
                    + KEY + " ON CONFLICT (" + KEY + ") DO NOTHING"
                    + " RETURNING request_id, attempt, kind, gateway_id, segment, cost, charges),"
                    + " spent AS (INSERT INTO scope_spend AS s (scope, window_start, settled)"
                    + " SELECT c.key, c.value::bigint, sum(i.cost)::bigint FROM inserted i, jsonb_each_text(i.charges) c"
                    + " WHERE i.cost <> 0 GROUP BY 1, 2 ORDER BY 1, 2" + MOVE_SUMS + "),"
                    + " counted AS (INSERT INTO journal_segments AS j (gateway_id, segment, events)"
                    + " SELECT gateway_id, segment, count(*) FROM inserted GROUP BY 1, 2 ORDER BY 1, 2" + COUNT + ")"
                    + " SELECT request_id, attempt, kind FROM inserted";

    /**
     * For events that the ledger held already: one that is better known replaces an upper bound, once, and moves the sums by the
     * difference; one that came from another journal segment is counted for its segment. Returns the number of rows replaced.
     */
    static final String IMPROVE = "WITH e AS MATERIALIZED (SELECT * FROM " + BATCH + "),"
            + " held AS (SELECT " + names(LedgerColumn.KEY, column -> "l." + column.name())
            + ", l.cost AS old_cost, l.charges AS old_charges FROM ledger l JOIN e USING (" + KEY + ")"
            + " WHERE l.certainty = 'upper_bound' AND e.certainty <> 'upper_bound' ORDER BY " + KEY
            + " FOR UPDATE OF l),"
            + " replaced AS (UPDATE ledger l SET "
            + names(LedgerColumn.FACTS, column -> column.name() + " = e." + column.name() + column.cast())
            + ", recorded_at = now() FROM e JOIN held h USING (" + KEY + ") WHERE "
            + LedgerColumn.KEY.stream()
                    .map(column -> "l." + column.name() + " = e." + column.name())
                    .collect(Collectors.joining(" AND "))
            + " RETURNING l.cost, l.charges, h.old_cost, h.old_charges),"
            + " moves AS (SELECT c.key, c.value, r.cost AS amount FROM replaced r, jsonb_each_text(r.charges) c"
            + " UNION ALL SELECT c.key, c.value, -r.old_cost FROM replaced r, jsonb_each_text(r.old_charges) c),"
            + " spent AS (INSERT INTO scope_spend AS s (scope, window_start, settled)"
            + " SELECT key, value::bigint, sum(amount)::bigint FROM moves GROUP BY 1, 2 HAVING sum(amount) <> 0"
            + " ORDER BY 1, 2" + MOVE_SUMS + "),"
            + " elsewhere AS (INSERT INTO journal_repeats (gateway_id, segment, request_id, attempt, kind)"
            + " SELECT e.gateway_id, e.segment, e.request_id, e.attempt, e.kind FROM e JOIN ledger l USING (" + KEY
            + ")"
            + " WHERE (l.gateway_id, l.segment) <> (e.gateway_id, e.segment)"
            + " ORDER BY 1, 2, 3, 4, 5 ON CONFLICT DO NOTHING RETURNING gateway_id, segment),"
            + " counted AS (INSERT INTO journal_segments AS j (gateway_id, segment, events)"
            + " SELECT gateway_id, segment, count(*) FROM elsewhere GROUP BY 1, 2 ORDER BY 1, 2" + COUNT + ")"
            + " SELECT count(*) FROM replaced";

    /** Keeps an event that PostgreSQL refuses, and counts it for its segment, once: $1 digest, $2 event, $3 reason, $4 gateway, $5 segment. */
    static final String REJECT = "WITH kept AS (INSERT INTO ledger_rejects (digest, event, reason) VALUES ($1, $2, $3)"
            + " ON CONFLICT DO NOTHING RETURNING digest)"
            + " INSERT INTO journal_segments AS j (gateway_id, segment, events)"
            + " SELECT $4::text, $5::bigint, 1 FROM kept" + COUNT;

    private LedgerSql() {}

    static Tuple arrays(List<UsageEvent> events) {
        Tuple tuple = Tuple.tuple();
        for (LedgerColumn column : COLUMNS) {
            Object[] values = column.array().apply(events.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = column.value().apply(events.get(i));
            }
            tuple.addValue(values);
        }
        return tuple;
    }

    private static String names(List<LedgerColumn> columns, Function<LedgerColumn, String> name) {
        return columns.stream().map(name).collect(Collectors.joining(", "));
    }
}
