/** OpenAI's chat completions as a client speaks them: platform.openai.com/docs/api-reference/chat. */
@NullMarked
package io.sluice.router.client.chat;

import org.jspecify.annotations.NullMarked;
