package io.sluice.gateway.journal;

import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.usage.UsageEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A journal without threads, in a folder that outlives it: opening it again is a restart after a kill. */
final class JournalFixture {

    static final int SEGMENT = 64 * 1_024;
    static final Scope KEY = Scope.key(Calls.KEY);
    static final long KEY_WINDOW = Calls.CHARGES.get("key:" + Calls.KEY);

    final Path folder;
    final List<String> damage = new ArrayList<>();
    final Disk disk = new Disk();
    SegmentFolder files;
    JournalKeeper keeper;
    FileJournal journal;

    /** A disk that can be full. */
    static final class Disk implements SegmentFolder.Allocation {

        volatile boolean full;
        int allocated;

        @Override
        public void allocate(FileChannel file, int bytes) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            new Zeros().allocate(file, bytes);
            allocated++;
        }
    }

    JournalFixture(Path folder) {
        this.folder = folder;
        restart();
    }

    /** As after a kill: nothing was closed. */
    void restart() {
        restart(SEGMENT);
    }

    void restart(int segmentBytes) {
        files = new SegmentFolder(folder, segmentBytes, disk);
        keeper = new JournalKeeper(files);
        try {
            journal = FileJournal.open(files, keeper, (segment, from, to) -> {
                damage.add(from + "-" + to);
                files.quarantine(segment, from, to);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    UsageJournal.OpenCall begin(String requestId) {
        return journal.begin(Calls.call(requestId));
    }

    void call(String requestId, long nanos) {
        begin(requestId).end(200, List.of(Calls.exact(1, nanos)));
    }

    long unconfirmed() {
        return journal.unconfirmed(KEY, KEY_WINDOW);
    }

    /** All events in the files, in their order. */
    List<UsageEvent> events() {
        List<UsageEvent> events = new ArrayList<>();
        RecordReader reader = new RecordReader();
        for (Segment segment : journal.segmentsAfter(0)) {
            SegmentScan scan = SegmentScan.from(segment, Segment.FIRST, reader, (damaged, from, to) -> {});
            while (scan.next()) {
                if (reader.type() == Records.END) {
                    Records.Ended ended = Records.ended(reader);
                    ended.attempts()
                            .forEach(attempt -> events.add(
                                    ended.call().event(attempt, ended.clientStatus(), "gw", segment.countedAs())));
                }
            }
        }
        return events;
    }
}
