/** Batches that providers run: lines and results between OpenAI's words, in which clients have them, and the provider's; and what they cost. */
@NullMarked
package io.sluice.router.wire.batch;

import org.jspecify.annotations.NullMarked;
