package io.sluice.gateway.admission;

import io.sluice.configuration.Settings;

/**
 * Times in milliseconds and sizes of the admission.
 *
 * @param minOutputTokens least output cap that is worth a call
 * @param heartbeat how often a gateway that holds something free reports; others get it back within this time
 * @param idle after how long without a call a slice goes back
 * @param exchangeTimeout when a message to the grantor counts as lost
 * @param maxWait how long a call waits for other gateways to give back, or for the grantor, before it is refused
 * @param booksWait how long a call waits for the books when an account is opened
 * @param maxWaiting calls that may wait at once
 */
public record AdmissionSettings(
        long minOutputTokens,
        long heartbeat,
        long idle,
        long exchangeTimeout,
        long maxWait,
        long booksWait,
        int maxWaiting) {

    public static final AdmissionSettings DEFAULT = new AdmissionSettings(256, 200, 1_000, 300, 1_000, 3_000, 20_000);

    /** Reads {@code min_output_tokens} of Sluice's settings. */
    public static AdmissionSettings of(Settings sluice) {
        return DEFAULT.withMinOutputTokens(
                Math.max(1, sluice.wholeNumber("min_output_tokens").orElse(DEFAULT.minOutputTokens)));
    }

    public AdmissionSettings withMinOutputTokens(long tokens) {
        return new AdmissionSettings(tokens, heartbeat, idle, exchangeTimeout, maxWait, booksWait, maxWaiting);
    }
}
