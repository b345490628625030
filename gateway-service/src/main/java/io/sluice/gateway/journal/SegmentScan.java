package io.sluice.gateway.journal;

/**
 * Walks over the records of a segment. A stretch that is no record is passed over and told; the records behind it are read. What stands behind
 * the acknowledged end and is no record was never acknowledged, and is the end. For one thread.
 */
final class SegmentScan {

    /** Is told of a damaged stretch of a segment. */
    interface Damage {
        void found(Segment segment, int from, int to);
    }

    private final Segment segment;
    private final RecordReader reader;
    private final Damage damage;
    private final int acknowledged;
    private final boolean endKnown;
    private final int limit;
    private int start;
    private int at;

    /** Over what a running journal appended, from a place on. */
    static SegmentScan from(Segment segment, int from, RecordReader reader, Damage damage) {
        int end = segment.end();
        return new SegmentScan(segment, from, end, true, end, reader, damage);
    }

    /** Over all that an earlier start left, up to the last record that is whole. */
    static SegmentScan ofEarlierStart(Segment segment, RecordReader reader, Damage damage) {
        int said = segment.acknowledged();
        int capacity = segment.capacity();
        return new SegmentScan(segment, Segment.FIRST, said < 0 ? capacity : said, said >= 0, capacity, reader, damage);
    }

    private SegmentScan(
            Segment segment,
            int from,
            int acknowledged,
            boolean endKnown,
            int limit,
            RecordReader reader,
            Damage damage) {
        this.segment = segment;
        this.start = from;
        this.at = from;
        this.acknowledged = acknowledged;
        this.endKnown = endKnown;
        this.limit = limit;
        this.reader = reader;
        this.damage = damage;
    }

    /** Moves to the next record and loads it into the reader; false at the end. */
    boolean next() {
        if (at >= limit) {
            return false;
        }
        if (segment.load(at, reader)) {
            return passed(at);
        }
        if (at >= acknowledged) {
            return false;
        }
        for (int later = at + 1; later < acknowledged; later++) {
            if (segment.load(later, reader)) {
                damage.found(segment, at, later);
                return passed(later);
            }
        }
        if (endKnown) {
            damage.found(segment, at, acknowledged);
            at = acknowledged;
        }
        return false;
    }

    private boolean passed(int record) {
        start = record;
        at = record + RecordWriter.HEADER + segment.bodyLength(record);
        return true;
    }

    /** The record that was loaded last has fields that cannot be read. */
    void unreadable() {
        damage.found(segment, start, at);
    }

    /** Behind the record that was loaded last. */
    int position() {
        return at;
    }
}
