package io.sluice.bench.subject;

/** Prices of the upstream's models. */
public final class Prices {

    static final String INPUT = "0.00000025";
    static final String OUTPUT = "0.000002";

    private static final long INPUT_NANOS = 250;
    private static final long OUTPUT_NANOS = 2_000;

    private Prices() {}

    /** Nano-dollars. */
    public static long cost(long input, long output) {
        return input * INPUT_NANOS + output * OUTPUT_NANOS;
    }
}
