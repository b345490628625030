package io.sluice.gateway.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * One file of the journal, mapped into memory: a header, and records one behind the other. What is copied into the mapping belongs to the
 * kernel and outlives the process; a power failure may take what was not {@link #force forced} yet.
 *
 * <p>The header says up to where records were acknowledged. A record's checksum is mixed with the segment's number and the record's place, so
 * that what a file held under another number never looks like a record. The number is that of the file's name.
 *
 * <p>Appends are guarded by the journal's lock; everybody may read up to {@link #end}.
 */
final class Segment {

    /** Where the first record stands. */
    static final int FIRST = 64;

    /** No record is longer. */
    static final int LONGEST_RECORD = 1 << 20;

    private static final long MAGIC = 0x314c4e524a434c53L; // "SLCJRNL1"
    private static final int MAGIC_AT = 0;
    private static final int NUMBER_AT = 8;
    private static final int END_AT = 16;

    private final long number;
    private final Path file;
    private final MappedByteBuffer bytes;
    private volatile int end;
    private volatile long countedAs;
    private int forced;

    /** Calls whose begin stands here and which have not ended. Guarded by the journal's lock. */
    final OpenCalls open = new OpenCalls();

    private Segment(long number, Path file, MappedByteBuffer bytes, int end) {
        this.number = number;
        this.file = file;
        this.bytes = bytes;
        this.end = end;
        this.countedAs = number;
        this.forced = end;
    }

    /** A new segment in a file that is as long as it will ever be. */
    static Segment fresh(long number, Path file) throws IOException {
        return new Segment(number, file, map(file), FIRST).emptied();
    }

    /** One of an earlier start; its {@link #end} is what its header says, {@link #FIRST} when it says nothing. */
    static Segment existing(long number, Path file) throws IOException {
        MappedByteBuffer bytes = map(file);
        Segment segment = new Segment(number, file, bytes, FIRST);
        int acknowledged = segment.acknowledged();
        segment.end = acknowledged < 0 ? FIRST : acknowledged;
        segment.forced = segment.end;
        return segment;
    }

    private static MappedByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer bytes = channel.map(MapMode.READ_WRITE, 0, channel.size());
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            return bytes;
        }
    }

    private Segment emptied() {
        writeEnd(FIRST);
        bytes.putLong(NUMBER_AT, number);
        bytes.putLong(MAGIC_AT, MAGIC);
        return this;
    }

    /** The same file under another number, empty. */
    Segment renumbered(long newNumber, Path newFile) throws IOException {
        Files.move(file, newFile, StandardCopyOption.ATOMIC_MOVE);
        return new Segment(newNumber, newFile, bytes, FIRST).emptied();
    }

    long number() {
        return number;
    }

    /** The number by which the books count the events. */
    long countedAs() {
        return countedAs;
    }

    /** Parts of it were lost. The books may have counted events that cannot be read any more, so the counting starts anew. */
    void countAs(long otherNumber) {
        countedAs = otherNumber;
    }

    Path file() {
        return file;
    }

    int capacity() {
        return bytes.capacity();
    }

    /** Behind the last record. */
    int end() {
        return end;
    }

    int remaining() {
        return bytes.capacity() - end;
    }

    /** What the header says, or -1 when the header is damaged. */
    int acknowledged() {
        long word = bytes.getLong(END_AT);
        int said = (int) (word >>> 32);
        boolean whole = bytes.getLong(MAGIC_AT) == MAGIC
                && (int) word == (said ^ (int) mix(number))
                && said >= FIRST
                && said <= bytes.capacity();
        return whole ? said : -1;
    }

    /** After the scan of an earlier start: records stand up to here. */
    void settleEnd(int found) {
        end = found;
    }

    /** Copies a finished record of {@link RecordWriter} in; there must be room. When it returns, the record is acknowledged. */
    void append(byte[] record, int length) {
        int at = end;
        int plain = (int) RecordWriter.INT.get(record, Integer.BYTES);
        bytes.put(at, record, 0, length);
        bytes.putInt(at + Integer.BYTES, plain ^ salt(at));
        end = at + length;
        writeEnd(at + length);
    }

    /** One aligned store: it is never half done. */
    private void writeEnd(int to) {
        bytes.putLong(END_AT, (long) to << 32 | (to ^ (int) mix(number)) & 0xffff_ffffL);
    }

    /** Length of the body of the record that seems to stand at a place; -1 when none can. */
    int bodyLength(int at) {
        if (at + RecordWriter.HEADER >= bytes.capacity()) {
            return -1;
        }
        int length = bytes.getInt(at);
        return length > 0
                        && length <= LONGEST_RECORD
                        && length <= bytes.capacity() - at - RecordWriter.HEADER
                        && Records.isType(bytes.get(at + RecordWriter.HEADER))
                ? length
                : -1;
    }

    /** Reads the record at a place; false when there is none, or a damaged one. */
    boolean load(int at, RecordReader into) {
        int length = bodyLength(at);
        return length > 0
                && into.load(bytes, at + RecordWriter.HEADER, length, bytes.getInt(at + Integer.BYTES) ^ salt(at));
    }

    /** A copy of some bytes, for people to look at. */
    byte[] copy(int from, int to) {
        byte[] copy = new byte[to - from];
        ByteBuffer view = bytes;
        view.get(from, copy);
        return copy;
    }

    /** Writes to the disk what was appended since the last time; may take long. For one thread. */
    void force() {
        int upTo = end;
        if (upTo > forced) {
            bytes.force(0, upTo);
            forced = upTo;
        }
    }

    /** Frees the disk at once, although the mapping lives until the collector finds it. Nobody may touch the segment any more. */
    void delete() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        Files.delete(file);
    }

    private int salt(int at) {
        return (int) mix(number * 0x9e37_79b9_7f4a_7c15L + at);
    }

    /** Finalizer of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ (mixed >>> 31);
    }
}
