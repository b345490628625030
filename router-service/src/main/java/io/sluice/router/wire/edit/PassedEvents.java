package io.sluice.router.wire.edit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Server-sent events that pass: lines go out as they came, but for the data, which its reader writes. However the stream is chopped. Not
 * thread-safe.
 */
public final class PassedEvents {

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.UTF_8);

    /** Receives the data of each event. */
    @FunctionalInterface
    public interface DataReader {

        /**
         * @param out where the line goes
         * @return false to stop: nothing more of the stream is read
         */
        boolean data(byte[] line, int from, int to, Bytes out);
    }

    private final DataReader reader;
    private final ByteLines lines = new ByteLines();
    private final Bytes out = new Bytes(1_024);
    private int eventStart;

    public PassedEvents(DataReader reader) {
        this.reader = reader;
    }

    public void add(ByteBuffer bytes) {
        lines.add(bytes, this::line);
    }

    /** Reads what came after the last line end. */
    public void end() {
        lines.end(this::line);
    }

    private boolean line(byte[] array, int from, int to) {
        if (!startsWith(array, from, to)) {
            if (to == from) {
                out.add(LINE_END);
                eventStart = out.length();
            } else {
                out.add(array, from, to).add(LINE_END);
            }
            return true;
        }
        int start = from + DATA.length;
        while (start < to && array[start] == ' ') {
            start++;
        }
        if (start == to) {
            out.add(array, from, to).add(LINE_END); // data without any
            return true;
        }
        return reader.data(array, start, to, out);
    }

    private static boolean startsWith(byte[] array, int from, int to) {
        return to - from >= DATA.length && Arrays.equals(array, from, from + DATA.length, DATA, 0, DATA.length);
    }

    /** A data line as it came. */
    public static void pass(byte[] line, int from, int to, Bytes out) {
        out.add(DATA).add(SPACE).add(line, from, to).add(LINE_END);
    }

    /** A data line with other bytes in the place of some. */
    public static void splice(byte[] line, int from, int to, int cutFrom, int cutTo, byte[] in, Bytes out) {
        out.add(DATA)
                .add(SPACE)
                .add(line, from, cutFrom)
                .add(in)
                .add(line, cutTo, to)
                .add(LINE_END);
    }

    /** Forgets the lines of the event that is being read. */
    public void dropEvent() {
        out.cut(eventStart);
    }

    public boolean hasOutput() {
        return out.length() > 0;
    }

    public ByteBuffer take() {
        eventStart = 0;
        return out.take();
    }

    public int pendingBytes() {
        return lines.pendingBytes();
    }

    private static final byte[] SPACE = {' '};
    private static final byte[] LINE_END = {'\n'};
}
