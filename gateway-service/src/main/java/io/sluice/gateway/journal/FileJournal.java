package io.sluice.gateway.journal;

import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.routing.Attempt;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The journal's records in memory-mapped files. An append encodes into a buffer of its thread and copies it, under one lock, behind the last
 * record of the newest segment; when it returns, the record outlives a kill of the process. Power failures are another matter: the
 * {@link JournalKeeper} forces what was appended to the disk about every second, and what came after the last time may be gone.
 *
 * <p>A begin is taken only while there is room for it and for the ends of all calls that run, so that a full disk refuses calls before they
 * cost anything. An end that finds no room all the same (many attempts) waits in memory for it.
 */
final class FileJournal {

    /** Room that is kept for what an end has beyond its begin: one attempt with its cost lines. */
    private static final int END_ROOM = 512;

    private static final int CARRIED_AT_ONCE = 64;

    /** An end that waits for room. */
    private record Late(JournaledCall call, Records.Ended ended) {}

    private final ThreadLocal<RecordWriter> writers = ThreadLocal.withInitial(RecordWriter::new);
    private final Object lock = new Object();
    private final SegmentLog log;
    private final Deque<Late> late = new ArrayDeque<>();
    private final UnconfirmedSpend spend = new UnconfirmedSpend();
    private long events;
    private long refused;

    private FileJournal(JournalKeeper keeper) {
        log = new SegmentLog(keeper::wake);
    }

    /**
     * Reads what earlier starts left, and ends the calls that they could not end. Afterwards {@link #unconfirmed} counts all of it.
     *
     * @throws IOException when the folder cannot be used; a full disk is no such case
     */
    static FileJournal open(SegmentFolder folder, JournalKeeper keeper, SegmentScan.Damage damage) throws IOException {
        FileJournal journal = new FileJournal(keeper);
        JournalRecovery recovery = new JournalRecovery(damage);
        for (Segment segment : folder.existing()) {
            if (!recovery.read(segment, journal.spend)) {
                segment.countAs(folder.nextNumber());
            }
            if (segment.end() > Segment.FIRST) {
                journal.log.addSealed(segment);
            } else {
                keeper.retired(segment);
            }
        }
        journal.events = recovery.events();
        keeper.prepare(journal);
        for (JournalRecovery.Unended call : recovery.unended()) {
            journal.end(new JournaledCall(journal, call.ended().call(), 0, call.home()), call.ended());
        }
        return journal;
    }

    UsageJournal.OpenCall begin(CallEntry call) {
        RecordWriter record = writers.get();
        Records.begin(record, call);
        int reserve = record.length() + END_ROOM;
        synchronized (lock) {
            Segment home = log.placeAndReserve(record, reserve);
            if (home == null) {
                refused++;
                throw new JournalFullException("there is no room for another call");
            }
            return new JournaledCall(this, call, reserve, home);
        }
    }

    void attempted(JournaledCall opened, Attempt attempt) {
        RecordWriter record = writers.get();
        Records.attempt(record, opened.call.requestId(), attempt);
        synchronized (lock) {
            opened.remember(attempt);
            log.place(record);
        }
    }

    void end(JournaledCall opened, Records.Ended ended) {
        RecordWriter record = writers.get();
        Records.end(record, ended);
        synchronized (lock) {
            if (opened.ended) {
                throw new IllegalStateException("the call has ended already: " + opened.call.requestId());
            }
            opened.ended = true;
            spend.add(ended.call().charges(), Records.nanos(ended.attempts()));
            events += ended.attempts().size();
            if (!close(opened, record)) {
                late.add(new Late(opened, ended));
            }
        }
    }

    private boolean close(JournaledCall opened, RecordWriter end) {
        if (log.place(end) == null) {
            return false;
        }
        opened.home.open.remove(opened);
        log.keptPromise(opened.reserve);
        return true;
    }

    long unconfirmed(Scope scope, long windowStart) {
        String text = scope.toString();
        synchronized (lock) {
            return spend.of(text, windowStart);
        }
    }

    List<UsageJournal.Charged> charged() {
        synchronized (lock) {
            return spend.charged();
        }
    }

    // ---- for the shipper

    /** All segments with a higher number, oldest first; the last one is still written to. */
    List<Segment> segmentsAfter(long number) {
        synchronized (lock) {
            return log.after(number);
        }
    }

    boolean isSealed(Segment segment) {
        synchronized (lock) {
            return log.isSealed(segment);
        }
    }

    /** The ledger holds it. */
    void confirmed(Records.Cost cost) {
        synchronized (lock) {
            spend.subtract(cost.charges(), cost.nanos());
        }
    }

    /** Lets go of the oldest segment, all of whose events are in the ledger; false when calls are open that began in it. */
    boolean retire(Segment segment) {
        synchronized (lock) {
            return log.retire(segment);
        }
    }

    /** Writes the begins of calls that are still open once more, so that the segment can go; false when there is no room. */
    boolean carry(Segment segment) {
        RecordWriter record = writers.get();
        while (true) {
            synchronized (lock) {
                for (int i = 0; i < CARRIED_AT_ONCE; i++) {
                    JournaledCall open = segment.open.first();
                    if (open == null) {
                        return true;
                    }
                    if (!carry(open, record)) {
                        return false;
                    }
                }
            }
        }
    }

    private boolean carry(JournaledCall open, RecordWriter record) {
        Records.begin(record, open.call);
        Segment home = log.placeAndReserve(record, 0);
        if (home == null) {
            return false;
        }
        for (Attempt attempt : open.finished()) {
            Records.attempt(record, open.call.requestId(), attempt);
            log.place(record);
        }
        open.moveTo(home);
        return true;
    }

    // ---- for the keeper

    /** Whether an empty segment should be made. */
    boolean lacksSpares(int segmentBytes) {
        synchronized (lock) {
            return log.spares() < log.sparesWanted(segmentBytes);
        }
    }

    /** Whether an empty segment that is there already is worth keeping. */
    boolean welcomesSpare(int segmentBytes) {
        synchronized (lock) {
            return log.spares() <= log.sparesWanted(segmentBytes);
        }
    }

    void addSpare(Segment spare) {
        RecordWriter record = writers.get();
        synchronized (lock) {
            log.addSpare(spare);
            for (Late waiting = late.peek(); waiting != null; waiting = late.peek()) {
                Records.end(record, waiting.ended());
                if (!close(waiting.call(), record)) {
                    return;
                }
                late.remove();
            }
        }
    }

    // ---- for the metrics

    /** Of this start and what earlier ones left. */
    long events() {
        synchronized (lock) {
            return events;
        }
    }

    /** Calls that were refused for lack of room. */
    long refused() {
        synchronized (lock) {
            return refused;
        }
    }

    /** Bytes of records in all segments. */
    long bytes() {
        synchronized (lock) {
            return log.bytes();
        }
    }

    int lateEnds() {
        synchronized (lock) {
            return late.size();
        }
    }
}
