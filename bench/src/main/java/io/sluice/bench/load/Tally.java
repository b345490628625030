package io.sluice.bench.load;

import org.jspecify.annotations.Nullable;

/** What came back from one target. Written by the load's thread; the counts may be read at any time. */
public final class Tally {

    private final Samples latency = new Samples();
    private final Samples firstByte = new Samples();
    private volatile long answers;
    private volatile long events;
    private volatile long failures;
    private volatile @Nullable String firstFailure;

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void answered(long latencyNanos, boolean recorded) {
        answers++;
        if (recorded) {
            latency.add(latencyNanos);
        }
    }

    void began(long nanos) {
        firstByte.add(nanos);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void events(int more) {
        events += more;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void failed(String why) {
        failures++;
        if (firstFailure == null) {
            firstFailure = why;
        }
    }

    /** Whole and correct ones. */
    public long answers() {
        return answers;
    }

    /** Server-sent events. */
    public long events() {
        return events;
    }

    public long failures() {
        return failures;
    }

    public @Nullable String firstFailure() {
        return firstFailure;
    }

    /** From when a request was due to the end of its answer. */
    public Samples latency() {
        return latency;
    }

    /** From when a request was due to the first byte of its answer's body. */
    public Samples firstByte() {
        return firstByte;
    }
}
