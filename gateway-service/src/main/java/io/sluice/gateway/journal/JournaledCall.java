package io.sluice.gateway.journal;

import io.sluice.contracts.routing.Attempt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call whose begin is in the journal and whose end is not. All that changes is guarded by the journal's lock. */
final class JournaledCall implements UsageJournal.OpenCall {

    private final FileJournal journal;
    final CallEntry call;

    /** Bytes of the journal that are kept free for the end. */
    final int reserve;

    private List<Attempt> finished = List.of();

    /** Where the begin stands. */
    Segment home;

    boolean ended;

    @Nullable
    JournaledCall previous;

    @Nullable
    JournaledCall next;

    JournaledCall(FileJournal journal, CallEntry call, int reserve, Segment home) {
        this.journal = journal;
        this.call = call;
        this.reserve = reserve;
        this.home = home;
        home.open.add(this);
    }

    @Override
    public void attempted(Attempt attempt) {
        journal.attempted(this, attempt);
    }

    @Override
    public void end(int clientStatus, List<Attempt> attempts) {
        journal.end(this, new Records.Ended(call, clientStatus, attempts));
    }

    void moveTo(Segment segment) {
        home.open.remove(this);
        home = segment;
        segment.open.add(this);
    }

    /** Attempts that ended while another followed. */
    List<Attempt> finished() {
        return finished;
    }

    void remember(Attempt attempt) {
        if (finished.isEmpty()) {
            finished = new ArrayList<>(2);
        }
        finished.add(attempt);
    }
}
