/** Deepgram: speech to text and back. */
@NullMarked
package io.sluice.simulator.deepgram;

import org.jspecify.annotations.NullMarked;
