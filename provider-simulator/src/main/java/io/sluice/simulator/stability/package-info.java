/** Stability AI: pictures. */
@NullMarked
package io.sluice.simulator.stability;

import org.jspecify.annotations.NullMarked;
