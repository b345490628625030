package io.sluice.gateway.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The segments as one log: full ones, the one that is written to, empty ones for later; and how much of the room is promised already. Guarded
 * by the journal's lock.
 */
final class SegmentLog {

    private final Deque<Segment> sealed = new ArrayDeque<>();
    private final Deque<Segment> spares = new ArrayDeque<>();
    private final Runnable onSpareNeeded;
    private @Nullable Segment current;
    private boolean spareAsked;
    private long reserved;

    /** @param onSpareNeeded called when an empty segment is needed soon */
    SegmentLog(Runnable onSpareNeeded) {
        this.onSpareNeeded = onSpareNeeded;
    }

    /** One that an earlier start wrote. */
    void addSealed(Segment segment) {
        sealed.add(segment);
    }

    void addSpare(Segment spare) {
        if (current == null) {
            current = spare;
        } else {
            spares.add(spare);
        }
        spareAsked = false;
    }

    int spares() {
        return spares.size();
    }

    /** Empty segments that should be at hand: enough for what is promised, and for half a segment more. */
    int sparesWanted(int segmentBytes) {
        return 1 + (current == null ? 1 : 0) + (int) ((reserved + segmentBytes / 2) / segmentBytes);
    }

    /** Copies a record behind the others; null when there is no room at all. */
    @Nullable
    Segment place(RecordWriter record) {
        Segment target = current;
        if (target == null || target.remaining() < record.length()) {
            Segment spare = spares.poll();
            if (spare == null) {
                return null;
            }
            if (target != null) {
                sealed.add(target);
            }
            current = spare;
            target = spare;
            askForSpare();
        }
        target.append(record.bytes(), record.length());
        return target;
    }

    /** The same, but nothing of what is promised to others is used, and {@code promise} bytes more are promised; null: no room. */
    @Nullable
    Segment placeAndReserve(RecordWriter record, int promise) {
        long left = room() - reserved - record.length() - promise;
        Segment home = left < 0 ? null : place(record);
        if (home == null) {
            return null;
        }
        reserved += promise;
        if (left < home.capacity() / 2 && !spareAsked) {
            askForSpare();
        }
        return home;
    }

    void keptPromise(int bytes) {
        reserved -= bytes;
    }

    private void askForSpare() {
        spareAsked = true;
        onSpareNeeded.run();
    }

    private long room() {
        long room = current == null ? 0 : current.remaining();
        for (Segment spare : spares) {
            room += spare.remaining();
        }
        return room;
    }

    /** All segments with a higher number, oldest first; the last one is still written to. */
    List<Segment> after(long number) {
        List<Segment> newer = new ArrayList<>();
        for (Segment segment : sealed) {
            if (segment.number() > number) {
                newer.add(segment);
            }
        }
        if (current != null && current.number() > number) {
            newer.add(current);
        }
        return newer;
    }

    boolean isSealed(Segment segment) {
        return current == null || segment.number() < current.number();
    }

    /** Lets go of it; false when calls are open that began in it. */
    boolean retire(Segment segment) {
        if (segment.open.size() > 0) {
            return false;
        }
        sealed.remove(segment);
        return true;
    }

    /** Bytes of records. */
    long bytes() {
        long sum = current == null ? 0 : current.end() - Segment.FIRST;
        for (Segment segment : sealed) {
            sum += segment.end() - Segment.FIRST;
        }
        return sum;
    }
}
