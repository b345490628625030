/** Answers in OpenAI's chat protocol, written from events. */
@NullMarked
package io.sluice.router.wire.chat;

import org.jspecify.annotations.NullMarked;
