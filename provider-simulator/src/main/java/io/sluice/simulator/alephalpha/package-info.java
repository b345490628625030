/** Aleph Alpha: completions and semantic embeddings. */
@NullMarked
package io.sluice.simulator.alephalpha;

import org.jspecify.annotations.NullMarked;
