package io.sluice.router.start;

import io.sluice.configuration.Configuration;
import io.sluice.contracts.routing.StoredModels;
import io.sluice.contracts.routing.StoredModels.Shelf;
import io.sluice.router.engine.Engine;
import io.sluice.router.stored.StoredEntries;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * What the engine serves: the models of the configuration file, and those that are stored beside them. A change of either swaps the whole; one
 * change at a time. Blocks: not for event loops.
 */
@Singleton
class ServedModels {

    private final Engine engine;
    private Configuration file;
    private Shelf shelf = new Shelf(StoredModels.NONE, List.of());

    ServedModels(Engine engine, Configuration configuration) {
        this.engine = engine;
        this.file = configuration;
    }

    /** Throws {@link io.sluice.configuration.ConfigurationException} and changes nothing when the file cannot serve. */
    synchronized void file(Configuration changed) {
        engine.trial(changed);
        swap(changed, shelf);
        file = changed;
    }

    synchronized void stored(Shelf changed) {
        if (changed.revision() > shelf.revision()) {
            swap(file, changed);
            shelf = changed;
        }
    }

    /** The revision of stored models that serves. */
    synchronized long revision() {
        return shelf.revision();
    }

    /** Prices changed, say. */
    synchronized void again() {
        swap(file, shelf);
    }

    private void swap(Configuration configuration, Shelf stored) {
        Configuration base = engine.withEnvironmentModels(configuration);
        engine.reload(new StoredEntries(base, engine::trial).with(stored.models()), stored.revision());
    }
}
