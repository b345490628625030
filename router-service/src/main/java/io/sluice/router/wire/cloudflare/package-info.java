/** Cloudflare's Workers AI. */
@NullMarked
package io.sluice.router.wire.cloudflare;

import org.jspecify.annotations.NullMarked;
