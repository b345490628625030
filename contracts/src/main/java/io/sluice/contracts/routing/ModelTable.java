package io.sluice.contracts.routing;

import java.util.List;

/**
 * All model groups at one moment.
 *
 * @param version changes with each reload
 * @param offers in the order of the configuration; exact names and wildcards
 */
public record ModelTable(String version, List<ModelOffer> offers) {

    public static final ModelTable EMPTY = new ModelTable("", List.of());
}
