/** The health of deployments, looked at by calls of our own: {@code GET /health}, rounds in the background, the parts of the installation. */
@NullMarked
package io.sluice.gateway.health;

import org.jspecify.annotations.NullMarked;
