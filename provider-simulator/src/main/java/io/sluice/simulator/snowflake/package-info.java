/** Snowflake: Cortex's own completions. */
@NullMarked
package io.sluice.simulator.snowflake;

import org.jspecify.annotations.NullMarked;
