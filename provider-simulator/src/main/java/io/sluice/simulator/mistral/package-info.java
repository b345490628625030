/** Mistral: chat, fill in the middle, embeddings, moderations, OCR, models. */
@NullMarked
package io.sluice.simulator.mistral;

import org.jspecify.annotations.NullMarked;
