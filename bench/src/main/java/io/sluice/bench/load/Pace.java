package io.sluice.bench.load;

/** When requests are sent. */
public sealed interface Pace {

    /**
     * Each connection asks again when it has its answer: saturation.
     *
     * @param rampMillis the connections start evenly over this time
     */
    record Closed(int connections, int rampMillis) implements Pace {}

    /** At a fixed rate, whatever the answers take: latencies count from when a request was due, not from when it could be sent. */
    record Open(double perSecond) implements Pace {}
}
