/** What batches of all providers have in common. */
@NullMarked
package io.sluice.simulator.batch;

import org.jspecify.annotations.NullMarked;
