package io.sluice.router.strategy;

/** Random numbers as a function of a seed: the same decision can be made again. Allocates nothing. */
public final class Draw {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Draw() {}

    /** SplitMix64 (Steele, Lea, Flood 2014): every bit of the argument moves every bit of the result. */
    public static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** A seed of its own for each purpose. */
    public static long mix(long seed, long purpose) {
        return mix(seed ^ mix(purpose));
    }

    /** Uniform in [0, 1). */
    public static double unit(long seed, long purpose) {
        return unitOf(seed, mix(purpose));
    }

    /** The same for a purpose that is mixed already. */
    static double unitOf(long seed, long mixed) {
        return (mix(seed ^ mixed) >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [0, bound). */
    public static int below(int bound, long seed, long purpose) {
        return (int) (unit(seed, purpose) * bound);
    }

    /** 64 bits of a text, the same on every machine and in every release. */
    public static long hash(CharSequence text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return mix(hash);
    }
}
