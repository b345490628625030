/** One call and its answer on the wire: pacing, back-pressure and the faults that work below the protocol. */
@NullMarked
package io.sluice.simulator.exchange;

import org.jspecify.annotations.NullMarked;
