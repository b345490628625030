package io.sluice.router.engine;

import io.sluice.router.deployment.Target;
import io.sluice.router.failure.ProviderFailure;
import org.jspecify.annotations.Nullable;

/**
 * Why a group did not answer.
 *
 * @param target whose failure it is; null when nobody was asked
 * @param name under which the group was asked for
 */
record Trouble(ProviderFailure failure, @Nullable Target target, String name) {}
