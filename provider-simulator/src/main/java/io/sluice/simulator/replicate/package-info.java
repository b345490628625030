/** Replicate: predictions that are waited for, polled or streamed. */
@NullMarked
package io.sluice.simulator.replicate;

import org.jspecify.annotations.NullMarked;
