package io.sluice.contracts.routing;

import java.util.List;

/**
 * All model groups at one moment.
 *
 * @param version changes with each reload, and begins with the revision of the {@link StoredModels} that are among the offers
 * @param offers in the order of the configuration; exact names and wildcards, at last the ids of deployments, hidden
 * @param behindWildcards models that are known to be meant by the wildcards, for lists
 * @param deployments in the order of the configuration
 */
public record ModelTable(
        String version, List<ModelOffer> offers, List<ModelOffer> behindWildcards, List<DeploymentOffer> deployments) {

    public static final ModelTable EMPTY = new ModelTable("", List.of());

    public ModelTable(String version, List<ModelOffer> offers) {
        this(version, offers, List.of(), List.of());
    }

    /** @param unique no other table has it */
    public static String version(long storedRevision, String unique) {
        return storedRevision + "-" + unique;
    }

    /** The revision of stored models that this table has; {@link StoredModels#NONE} when it has none. */
    public long storedRevision() {
        int end = version.indexOf('-');
        return end <= 0 ? StoredModels.NONE : Long.parseLong(version, 0, end, 10);
    }
}
