/** OpenAI's legacy completions as a client speaks them: platform.openai.com/docs/api-reference/completions (seen 2026-11-26). */
@NullMarked
package io.sluice.router.client.completions;

import org.jspecify.annotations.NullMarked;
