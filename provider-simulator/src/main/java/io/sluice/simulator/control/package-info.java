/** The simulator's own API below /sim: rules and journal. */
@NullMarked
package io.sluice.simulator.control;

import org.jspecify.annotations.NullMarked;
