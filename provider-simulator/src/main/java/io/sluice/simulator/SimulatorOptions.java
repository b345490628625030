package io.sluice.simulator;

import io.sluice.simulator.journal.JournalOptions;

/**
 * How a simulator is started.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for a free one
 * @param eventLoops threads
 * @param keyRequired whether calls without a key are refused, as the provider refuses them
 */
public record SimulatorOptions(String host, int port, int eventLoops, boolean keyRequired, JournalOptions journal) {

    /** A free port of 127.0.0.1, one event loop, keys required, full journal: for tests. */
    public static SimulatorOptions forTests() {
        return new SimulatorOptions("127.0.0.1", 0, 1, true, JournalOptions.defaults());
    }
}
