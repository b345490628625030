/** Providers over real sockets: start one with {@link io.sluice.simulator.Simulator#start} or {@link io.sluice.simulator.SimulatorMain}. */
@NullMarked
package io.sluice.simulator;

import org.jspecify.annotations.NullMarked;
