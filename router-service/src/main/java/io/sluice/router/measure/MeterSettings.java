package io.sluice.router.measure;

import io.sluice.configuration.Settings;

/**
 * How much of the past is remembered.
 *
 * @param samples {@code routing_strategy_args.max_latency_list_size}; LiteLLM's default is 10
 * @param ttlMillis {@code routing_strategy_args.ttl}, written in seconds; LiteLLM's default for latencies is an hour
 */
public record MeterSettings(int samples, long ttlMillis) {

    private static final int MOST_SAMPLES = 1_000;

    public static final MeterSettings DEFAULT = new MeterSettings(10, 3_600_000);

    public static MeterSettings read(Settings routingStrategyArgs) {
        int samples = routingStrategyArgs
                .wholeNumber("max_latency_list_size")
                .map(Math::toIntExact)
                .orElse(DEFAULT.samples);
        long ttl = routingStrategyArgs.millis("ttl");
        return new MeterSettings(Math.clamp(samples, 1, MOST_SAMPLES), ttl > 0 ? ttl : DEFAULT.ttlMillis);
    }
}
