/** HTTP between the services: clients, addresses, and the token by which they know each other. */
@NullMarked
package io.sluice.gateway.seam;

import org.jspecify.annotations.NullMarked;
