/**
 * Anthropic's Messages API: docs.anthropic.com/en/api/messages, /en/api/messages-streaming, /en/docs/build-with-claude/extended-thinking,
 * /structured-outputs (seen 2026-11-24); mapping rules from {@code litellm-behaviour.md} 8.3.
 */
@NullMarked
package io.sluice.router.wire.anthropic;

import org.jspecify.annotations.NullMarked;
