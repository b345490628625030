package io.sluice.router.strategy;

import io.sluice.configuration.Settings;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A copy of calls for another model group, whose answer nobody sees: LiteLLM's {@code silent_model} of a deployment. The copy is a call of its
 * own with the same {@link RouteFacts}, so that residency binds it; its cost is a line of its own.
 *
 * @param group the group that gets the copies
 * @param share of the deployment's calls that are copied ({@code model_info.silent_share}); LiteLLM copies all
 */
public record Shadow(String group, double share) {

    public static Optional<Shadow> read(Settings params, Settings info) {
        return params.string("silent_model")
                .map(group -> new Shadow(
                        group,
                        info.decimal("silent_share")
                                .map(BigDecimal::doubleValue)
                                .orElse(1.0)));
    }

    /** Whether the call with this seed is copied. */
    public boolean copies(long seed) {
        return Draw.unit(seed, Purpose.SHADOW) < share;
    }
}
