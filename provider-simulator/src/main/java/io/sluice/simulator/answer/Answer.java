package io.sluice.simulator.answer;

import org.jspecify.annotations.Nullable;

/**
 * What the model says.
 *
 * @param text the text, empty when a tool is called
 * @param reasoning visible reasoning, empty for none
 * @param tool the tool that is called, or null
 * @param arguments JSON text of its arguments
 * @param stop the stop text that ended the answer, or null
 * @param cut whether the cap on output tokens ended it
 * @param reasoningTokens output tokens before the text
 * @param tokens all output tokens
 */
public record Answer(
        String text,
        String reasoning,
        @Nullable Tool tool,
        String arguments,
        @Nullable String stop,
        boolean cut,
        int reasoningTokens,
        int tokens) {}
