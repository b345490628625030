package io.sluice.simulator.gemini;

import io.sluice.simulator.exchange.Call;

/**
 * What a path such as {@code /v1beta/models/gemini-2.5-flash:generateContent} names.
 *
 * @param model without {@code models/}, empty when there is none
 * @param action behind the colon, empty when there is none
 */
public record Target(String model, String action) {

    private static final String MODELS = "/models/";

    /** Reads a path. */
    public static Target of(Call call) {
        String path = call.path();
        int at = path.lastIndexOf(MODELS);
        if (at < 0) {
            return new Target("", "");
        }
        String rest = path.substring(at + MODELS.length());
        int colon = rest.lastIndexOf(':');
        return colon < 0
                ? new Target(Call.decoded(rest), "")
                : new Target(Call.decoded(rest.substring(0, colon)), rest.substring(colon + 1));
    }

    /** Whether the answer comes in pieces. */
    public boolean streams() {
        return action.startsWith("stream");
    }
}
