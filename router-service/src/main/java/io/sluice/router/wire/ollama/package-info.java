/** Ollama's own API, {@code /api/chat} and {@code /api/generate}: github.com/ollama/ollama, docs/api.md (seen 2026-11-24). */
@NullMarked
package io.sluice.router.wire.ollama;

import org.jspecify.annotations.NullMarked;
