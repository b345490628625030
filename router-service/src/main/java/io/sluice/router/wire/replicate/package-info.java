/** Replicate's predictions: replicate.com/docs/reference/http and /docs/topics/predictions/streaming (seen 2026-11-26). */
@NullMarked
package io.sluice.router.wire.replicate;

import org.jspecify.annotations.NullMarked;
