/** Deployments of the model list: what a model name means, whom to call for it, and how. */
@NullMarked
package io.sluice.router.deployment;

import org.jspecify.annotations.NullMarked;
