package io.sluice.contracts.routing;

import java.util.List;

/**
 * What else is asked what a deployment was asked, for its answer to be thrown away: LiteLLM's {@code silent_model}.
 *
 * @param models model groups
 * @param percent of the calls
 */
public record ShadowRules(List<String> models, double percent) {

    public static final ShadowRules NONE = new ShadowRules(List.of(), 0);

    /** @param draw uniform in [0, 1) */
    public boolean casts(double draw) {
        return !models.isEmpty() && draw * 100 < percent;
    }
}
