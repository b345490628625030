package io.sluice.gateway.models;

import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.ModelTableSource;

/** The newest model table as an index. Thread-safe; a read costs two field reads. */
public final class Models {

    private final ModelTableSource source;
    private volatile ModelIndex index = new ModelIndex(ModelTable.EMPTY);

    public Models(ModelTableSource source) {
        this.source = source;
    }

    public ModelIndex index() {
        ModelTable current = source.current();
        ModelIndex known = index;
        if (known.table().version().equals(current.version())) {
            return known;
        }
        ModelIndex fresh = new ModelIndex(current);
        index = fresh;
        return fresh;
    }
}
