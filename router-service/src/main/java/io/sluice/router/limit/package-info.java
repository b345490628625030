/**
 * Limits of deployments that hold over all routers: {@code rpm}, {@code tpm} and {@code max_parallel_requests}. Each is an account of the grantor;
 * a router takes from its slice without asking anybody.
 */
@NullMarked
package io.sluice.router.limit;

import org.jspecify.annotations.NullMarked;
