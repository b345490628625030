/** One pass over a request body: validation, and the few facts that admission and routing need. */
@NullMarked
package io.sluice.gateway.scan;

import org.jspecify.annotations.NullMarked;
