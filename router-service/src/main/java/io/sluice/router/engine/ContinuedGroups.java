package io.sluice.router.engine;

import io.sluice.configuration.Settings;
import java.util.List;

/**
 * {@code sluice_settings.continue_streams}: {@code true}, or a list of model groups whose broken streams of text another provider goes on with.
 *
 * @param all every group
 */
record ContinuedGroups(boolean all, List<String> groups) {

    static ContinuedGroups read(Settings sluice) {
        return sluice.raw("continue_streams").filter(List.class::isInstance).isPresent()
                ? new ContinuedGroups(false, sluice.strings("continue_streams"))
                : new ContinuedGroups(sluice.flag("continue_streams", false), List.of());
    }

    boolean contains(String model) {
        return all || groups.contains(model);
    }
}
