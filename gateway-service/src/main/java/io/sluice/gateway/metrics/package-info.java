/** Prometheus metrics of the edge, under LiteLLM's names where it has them. */
@NullMarked
package io.sluice.gateway.metrics;

import org.jspecify.annotations.NullMarked;
