/**
 * Models at Azure: OpenAI's bodies at Azure's addresses, and Claude on Foundry. References: learn.microsoft.com/en-us/azure/ai-foundry/openai/reference,
 * /openai/api-version-lifecycle, /model-inference/reference/reference-model-inference-chat-completions (seen 2026-11-26); what LiteLLM 1.109.1 does
 * with an api_base, as users have them.
 */
@NullMarked
package io.sluice.router.wire.azure;

import org.jspecify.annotations.NullMarked;
