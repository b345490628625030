/** Hugging Face: text-generation-inference, text-embeddings-inference and the router's pipelines. */
@NullMarked
package io.sluice.simulator.huggingface;

import org.jspecify.annotations.NullMarked;
