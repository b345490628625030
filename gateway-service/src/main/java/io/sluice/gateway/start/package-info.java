/** Wiring: beans, the edge on the router, start-up checks and notices, health. */
@NullMarked
package io.sluice.gateway.start;

import org.jspecify.annotations.NullMarked;
