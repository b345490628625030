/** Prometheus metrics of provider calls, named as LiteLLM names them where it has them. */
@NullMarked
package io.sluice.router.metrics;

import org.jspecify.annotations.NullMarked;
