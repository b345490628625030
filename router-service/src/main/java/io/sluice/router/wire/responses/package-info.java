/**
 * OpenAI's Responses API at providers that have it: platform.openai.com/docs/api-reference/responses and /responses-streaming (seen 2026-11-26).
 */
@NullMarked
package io.sluice.router.wire.responses;

import org.jspecify.annotations.NullMarked;
