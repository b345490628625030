/**
 * Cohere's chat of version 2: docs.cohere.com/reference/chat, /reference/chat-stream, /v2/docs/streaming, /docs/tool-use-streaming, and the types of
 * cohere-ai/cohere-python (seen 2026-11-26).
 */
@NullMarked
package io.sluice.router.wire.cohere;

import org.jspecify.annotations.NullMarked;
