package io.sluice.gateway.journal;

import io.sluice.contracts.routing.Attempt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds out what an earlier start left: costs that the ledger may not hold, and calls without an end. For one thread. */
final class JournalRecovery {

    /**
     * A call that began and did not end.
     *
     * @param home where its begin stands
     * @param ended the end that it gets now
     */
    record Unended(Segment home, Records.Ended ended) {}

    private record Begun(Segment home, CallEntry call, List<Attempt> finished) {

        /** A carried begin brings its attempts along once more. */
        void attempted(Attempt attempt) {
            if (finished.stream().noneMatch(known -> known.number() == attempt.number())) {
                finished.add(attempt);
            }
        }

        /** What is known, and one attempt at its bound for what is not. */
        Unended atBound() {
            List<Attempt> attempts = new ArrayList<>(finished);
            attempts.add(call.unknownAttempt(finished));
            return new Unended(home, new Records.Ended(call, 0, attempts));
        }
    }

    private final SegmentScan.Damage damage;
    private final RecordReader reader = new RecordReader();
    private final Map<String, Begun> open = new LinkedHashMap<>();
    private long events;
    private int damages;

    JournalRecovery(SegmentScan.Damage damage) {
        this.damage = damage;
    }

    /**
     * Oldest segment first.
     *
     * @param spend gets the costs of the calls that ended
     * @return whether all of it could be read
     */
    boolean read(Segment segment, UnconfirmedSpend spend) {
        int before = damages;
        SegmentScan scan = SegmentScan.ofEarlierStart(segment, reader, this::damaged);
        boolean headless = segment.acknowledged() < 0;
        while (scan.next()) {
            if (headless) {
                headless = false;
                damaged(segment, 0, Segment.FIRST);
            }
            try {
                take(segment, spend);
            } catch (RuntimeException e) {
                scan.unreadable();
            }
        }
        segment.settleEnd(scan.position());
        return damages == before;
    }

    private void damaged(Segment segment, int from, int to) {
        damages++;
        damage.found(segment, from, to);
    }

    private void take(Segment segment, UnconfirmedSpend spend) {
        switch (reader.type()) {
            case Records.BEGIN -> {
                CallEntry call = Records.begun(reader);
                Begun known = open.get(call.requestId());
                open.put(
                        call.requestId(),
                        new Begun(segment, call, known == null ? new ArrayList<>(0) : known.finished()));
            }
            case Records.ATTEMPT -> {
                Begun begun = open.get(Records.requestId(reader));
                if (begun != null) {
                    begun.attempted(Records.attempt(reader));
                }
            }
            default -> {
                Records.Ended ended = Records.ended(reader);
                open.remove(ended.call().requestId());
                spend.add(ended.call().charges(), Records.nanos(ended.attempts()));
                events += ended.attempts().size();
            }
        }
    }

    /** Events of the ends that were read. */
    long events() {
        return events;
    }

    List<Unended> unended() {
        return open.values().stream().map(Begun::atBound).toList();
    }
}
