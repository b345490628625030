/** The load generator: one thread, closed or open loop. */
@NullMarked
package io.sluice.bench.load;

import org.jspecify.annotations.NullMarked;
