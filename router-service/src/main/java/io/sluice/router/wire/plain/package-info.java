/** Endpoints without a conversation: one JSON request, one JSON answer. Vectors, ranks, verdicts and images. */
@NullMarked
package io.sluice.router.wire.plain;

import org.jspecify.annotations.NullMarked;
