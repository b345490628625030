package io.sluice.contracts.routing;

/** Gives the gateway the engine's model table: a field read in the standalone, a polled copy in the suite. */
public interface ModelTableSource {

    /** The newest table at hand; never blocks. Empty before the engine was reached for the first time. */
    ModelTable current();

    /** Whether the engine answered when it was last asked. */
    default boolean reached() {
        return true;
    }

    /** Looks for a newer table at once, where it is a copy that is renewed from time to time. Never blocks. */
    default void refresh() {}
}
