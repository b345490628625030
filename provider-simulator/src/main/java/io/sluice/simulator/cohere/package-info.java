/** Cohere: chat, embed and rerank. */
@NullMarked
package io.sluice.simulator.cohere;

import org.jspecify.annotations.NullMarked;
