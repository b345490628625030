package io.sluice.gateway.seam;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** What another service answered, whole. */
public record ServiceAnswer(int status, MultiMap headers, Buffer body) {}
