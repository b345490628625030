package io.sluice.contracts.routing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The deployments that the books keep, for routers: directly in the standalone, over HTTP in the suite. Never blocks. */
public interface StoredModels {

    /** No revision has this number. */
    long NONE = 0;

    /**
     * Everything that is stored at one moment.
     *
     * @param revision grows with each change
     * @param models in the order in which they were added
     */
    record Shelf(long revision, List<StoredModel> models) {}

    /** What is stored; empty when that is still the revision that is known. Fails when the books cannot be asked. */
    CompletionStage<Optional<Shelf>> unless(long known);
}
