/** Aleph Alpha's own API: completions of one prompt, and embeddings of one text. */
@NullMarked
package io.sluice.router.wire.alephalpha;

import org.jspecify.annotations.NullMarked;
