/** Google's Gemini API: content, streams, token counts, embeddings, models, Imagen. */
@NullMarked
package io.sluice.simulator.gemini;

import org.jspecify.annotations.NullMarked;
