/** Runs the lines of batches that the books keep. */
@NullMarked
package io.sluice.gateway.batches;

import org.jspecify.annotations.NullMarked;
