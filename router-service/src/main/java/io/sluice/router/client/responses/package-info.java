/**
 * OpenAI's Responses API as a client speaks it, for models whose provider has none: platform.openai.com/docs/api-reference/responses and
 * /responses-streaming (seen 2026-11-26). Nothing is kept between calls, so whatever needs an earlier response is refused.
 */
@NullMarked
package io.sluice.router.client.responses;

import org.jspecify.annotations.NullMarked;
