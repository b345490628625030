package io.sluice.simulator.exchange;

import io.vertx.core.buffer.Buffer;

/**
 * One event or line of a streamed answer.
 *
 * @param produced output tokens that the model has produced by then
 */
public record Frame(Buffer bytes, long produced) {}
