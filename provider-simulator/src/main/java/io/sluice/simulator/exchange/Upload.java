package io.sluice.simulator.exchange;

import io.vertx.core.buffer.Buffer;

/** A file in a form. */
public record Upload(String field, String filename, String contentType, Buffer content) {}
