/** Cloudflare: Workers AI. */
@NullMarked
package io.sluice.simulator.cloudflare;

import org.jspecify.annotations.NullMarked;
