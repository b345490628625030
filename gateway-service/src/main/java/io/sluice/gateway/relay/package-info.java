/** The hot path: from a client's request to the engine and back. */
@NullMarked
package io.sluice.gateway.relay;

import org.jspecify.annotations.NullMarked;
