package io.sluice.gateway.journal;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * What the journal needs of the disk and what may take long: empty segments ahead of need, out of old ones where possible; and that the
 * disk gets to see what was appended. A full disk is tried again at each visit. For one thread, but for {@link #retired} and {@link #wake}.
 */
final class JournalKeeper {

    private static final Logger LOG = Logger.getLogger(JournalKeeper.class);

    private final SegmentFolder folder;
    private final ConcurrentLinkedQueue<Segment> retired = new ConcurrentLinkedQueue<>();
    private volatile Runnable waker = () -> {};
    private volatile boolean full;

    JournalKeeper(SegmentFolder folder) {
        this.folder = folder;
    }

    /** @param task makes the keeper's thread call {@link #visit} soon; called on hot paths */
    void wakeWith(Runnable task) {
        waker = task;
    }

    /** An empty segment is needed soon. */
    void wake() {
        waker.run();
    }

    /** Nobody needs this segment any more. */
    void retired(Segment segment) {
        retired.add(segment);
    }

    void visit(FileJournal journal) {
        prepare(journal);
        for (Segment segment : journal.segmentsAfter(0)) {
            segment.force();
        }
    }

    /** Sees to it that enough empty segments are at hand; old ones become new ones first. */
    void prepare(FileJournal journal) {
        try {
            for (Segment segment = retired.poll(); segment != null; segment = retired.poll()) {
                if (journal.welcomesSpare(folder.segmentBytes()) && folder.isOfCurrentSize(segment)) {
                    journal.addSpare(folder.recycle(segment));
                } else {
                    segment.delete();
                }
            }
            while (journal.lacksSpares(folder.segmentBytes())) {
                journal.addSpare(folder.allocate());
            }
            if (full) {
                full = false;
                LOG.info("The usage journal has room again");
            }
        } catch (IOException e) {
            if (!full) {
                full = true;
                LOG.errorf(
                        "The usage journal gets no room on its disk; calls are refused when the rest is used up: %s",
                        e);
            }
        }
    }

    /** The disk gave no room when it was asked the last time. */
    boolean isFull() {
        return full;
    }
}
