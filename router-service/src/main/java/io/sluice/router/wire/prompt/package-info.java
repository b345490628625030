/** Conversations as prompts, for models that take one text, and how their answers are read. */
@NullMarked
package io.sluice.router.wire.prompt;

import org.jspecify.annotations.NullMarked;
