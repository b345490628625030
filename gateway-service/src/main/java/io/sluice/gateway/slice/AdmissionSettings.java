package io.sluice.gateway.slice;

import io.sluice.configuration.Settings;

/**
 * Times in milliseconds and sizes of the admission.
 *
 * @param minOutputTokens least output cap that is worth a call
 * @param heartbeat how often a gateway reports a slice of an account that is nearly given out; others get back what is free within this time
 * @param slowHeartbeat how often it reports a slice of any other account
 * @param idle after how long without a call a slice goes back
 * @param maxWait how long a call waits for other gateways to give back before it is refused
 * @param booksWait how long a call waits for the books when an account is opened
 * @param awayAfter how long a grantor that does not answer is asked again before calls that need it are sent away at once
 * @param maxWaiting calls that may wait at once
 */
public record AdmissionSettings(
        long minOutputTokens,
        long heartbeat,
        long slowHeartbeat,
        long idle,
        long maxWait,
        long booksWait,
        long awayAfter,
        int maxWaiting) {

    public static final AdmissionSettings DEFAULT =
            new AdmissionSettings(256, 200, 1_500, 1_000, 10_000, 10_000, 4_000, 20_000);

    /** Reads {@code min_output_tokens} of Sluice's settings. */
    public static AdmissionSettings of(Settings sluice) {
        return DEFAULT.withMinOutputTokens(
                Math.max(1, sluice.wholeNumber("min_output_tokens").orElse(DEFAULT.minOutputTokens)));
    }

    public AdmissionSettings withMinOutputTokens(long tokens) {
        return new AdmissionSettings(tokens, heartbeat, slowHeartbeat, idle, maxWait, booksWait, awayAfter, maxWaiting);
    }
}
