/** Conversations as prompts, for models that take one text. */
@NullMarked
package io.sluice.router.wire.prompt;

import org.jspecify.annotations.NullMarked;
