package io.sluice.simulator.faults;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** A distribution of waiting times in milliseconds. A sample depends on the seed and the request's number alone. */
public sealed interface Latency {

    /** No waiting. */
    Latency NONE = new Fixed(0);

    /** The waiting time of request {@code number}, in milliseconds. */
    long sample(long number);

    /** Always the same. */
    record Fixed(long millis) implements Latency {
        @Override
        public long sample(long number) {
            return millis;
        }
    }

    /** Every whole millisecond from {@code low} to {@code high} with the same probability. */
    record Uniform(long low, long high, long seed) implements Latency {
        @Override
        public long sample(long number) {
            return generator(seed, number).nextLong(low, high + 1);
        }
    }

    /** The logarithm is normal; {@code sigma} is its standard deviation. */
    record Lognormal(double median, double sigma, long seed) implements Latency {
        @Override
        public long sample(long number) {
            return Math.round(median * Math.exp(sigma * generator(seed, number).nextGaussian()));
        }
    }

    /**
     * Reads {@code 100}, {@code fixed:100}, {@code uniform:50:200} or {@code lognormal:100:0.5}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Latency parse(String text, long seed) {
        List<String> parts = List.of(Pattern.compile(":").split(text));
        if (parts.size() == 1) {
            return new Fixed(Long.parseLong(text));
        }
        return switch (parts.getFirst() + parts.size()) {
            case "fixed2" -> new Fixed(Long.parseLong(parts.get(1)));
            case "uniform3" -> new Uniform(Long.parseLong(parts.get(1)), Long.parseLong(parts.get(2)), seed);
            case "lognormal3" ->
                new Lognormal(Double.parseDouble(parts.get(1)), Double.parseDouble(parts.get(2)), seed);
            default -> throw new IllegalArgumentException("unknown latency: " + text);
        };
    }

    private static Random generator(long seed, long number) {
        return new Random(seed * 0x9E3779B97F4A7C15L + number * 0xD1B54A32D192ED03L);
    }
}
