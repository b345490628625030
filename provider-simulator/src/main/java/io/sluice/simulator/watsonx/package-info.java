/** IBM watsonx.ai: chat, generation, embeddings, reranking, and IAM's token endpoint. */
@NullMarked
package io.sluice.simulator.watsonx;

import org.jspecify.annotations.NullMarked;
