/** OpenAI: all of its API that a gateway passes on, and what other providers took over of its chat. */
@NullMarked
package io.sluice.simulator.openai;

import org.jspecify.annotations.NullMarked;
