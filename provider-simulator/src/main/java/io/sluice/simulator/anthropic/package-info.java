/** Anthropic: messages, count_tokens, models. */
@NullMarked
package io.sluice.simulator.anthropic;

import org.jspecify.annotations.NullMarked;
