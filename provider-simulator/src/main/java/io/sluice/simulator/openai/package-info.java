/** OpenAI: chat completions, embeddings, models. */
@NullMarked
package io.sluice.simulator.openai;

import org.jspecify.annotations.NullMarked;
