/** Jina AI: embeddings and reranking. */
@NullMarked
package io.sluice.simulator.jina;

import org.jspecify.annotations.NullMarked;
