/** Voyage AI: embeddings and reranking. */
@NullMarked
package io.sluice.simulator.voyage;

import org.jspecify.annotations.NullMarked;
