package io.sluice.gateway.slice;

/**
 * Numbers for the slices of one start of the gateway, each higher than all before it. The gateway's own incarnation is about the milliseconds
 * of its start, so that a thousand slices a millisecond could be made before a number came twice; they stay exact as doubles, which is what
 * Redis scripts count in, for two hundred years.
 */
final class Incarnations {

    private static final long SLICES_A_START = 1_024;

    private long last;

    Incarnations(long gatewayIncarnation) {
        last = Math.multiplyExact(gatewayIncarnation, SLICES_A_START);
    }

    long next() {
        return ++last;
    }

    /** Whether a slice is of an earlier start than {@code gatewayIncarnation}. */
    static boolean isOlder(long slice, long gatewayIncarnation) {
        return slice < Math.multiplyExact(gatewayIncarnation, SLICES_A_START);
    }
}
