package io.sluice.gateway.batches;

/** How running a line went. */
public sealed interface LineOutcome {

    /**
     * @param status that a client would have seen
     * @param json one JSON value in one line
     */
    record Answered(int status, byte[] json) implements LineOutcome {}

    /** No answer yet, and the same request may get one later: a limit of the minute, or somebody is away. */
    record NotNow(long delayMillis) implements LineOutcome {}

    /** As {@link Answered}, with an error that may pass. */
    record Busy(int status, byte[] json, long delayMillis) implements LineOutcome {}

    /** The line is not ours any more; nobody was called. */
    record NotOurs() implements LineOutcome {}
}
