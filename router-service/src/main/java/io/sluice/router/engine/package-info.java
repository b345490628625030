/** The engine: deployments, resolution of a model name, attempts, retries, fallbacks, and the call to the provider. */
@NullMarked
package io.sluice.router.engine;

import org.jspecify.annotations.NullMarked;
