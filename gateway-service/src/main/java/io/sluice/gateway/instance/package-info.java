/** Who this gateway is among others, over its restarts. */
@NullMarked
package io.sluice.gateway.instance;

import org.jspecify.annotations.NullMarked;
