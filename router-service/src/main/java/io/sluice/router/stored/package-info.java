/** Deployments that were added while Sluice ran: asked for, opened, and put beside those of the configuration file. */
@NullMarked
package io.sluice.router.stored;

import org.jspecify.annotations.NullMarked;
