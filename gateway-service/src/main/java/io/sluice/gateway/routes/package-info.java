/** The declared surface of the gateway: what exists, who may call it, what it costs, who answers. */
@NullMarked
package io.sluice.gateway.routes;

import org.jspecify.annotations.NullMarked;
