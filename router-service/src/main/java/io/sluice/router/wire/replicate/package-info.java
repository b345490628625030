/** Replicate's predictions: replicate.com/docs/reference/http and /docs/topics/predictions/streaming. */
@NullMarked
package io.sluice.router.wire.replicate;

import org.jspecify.annotations.NullMarked;
