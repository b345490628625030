package io.sluice.simulator.journal;

/** How a call stands or ended. */
public enum Outcome {
    IN_FLIGHT,
    /** the answer was handed to the connection whole, whatever its status */
    COMPLETED,
    /** the client's side of the connection or stream went away first */
    ABORTED_BY_CLIENT,
    /** the simulator broke the answer off on purpose */
    FAULTED;

    /** The name in the journal's JSON. */
    public String label() {
        return switch (this) {
            case IN_FLIGHT -> "in-flight";
            case COMPLETED -> "completed";
            case ABORTED_BY_CLIENT -> "aborted-by-client";
            case FAULTED -> "faulted";
        };
    }
}
