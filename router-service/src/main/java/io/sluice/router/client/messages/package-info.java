/**
 * Anthropic's Messages API as a client speaks it: docs.anthropic.com/en/api/messages and /en/api/messages-streaming (seen 2026-11-26); what becomes
 * of each parameter behind other providers is LiteLLM 1.109.1's rule, as its recorded cases show it.
 */
@NullMarked
package io.sluice.router.client.messages;

import org.jspecify.annotations.NullMarked;
