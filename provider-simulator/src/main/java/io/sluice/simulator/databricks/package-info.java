/** Databricks: serving endpoints. */
@NullMarked
package io.sluice.simulator.databricks;

import org.jspecify.annotations.NullMarked;
