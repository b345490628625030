package io.sluice.contracts.batches;

/**
 * What became of a line.
 *
 * @param status HTTP status that a client would have seen
 * @param answer the body that it would have seen: one JSON value in one line
 */
public record LineResult(String callId, int status, byte[] answer) {}
