/** Calls that pass through to a provider as they are; only the credentials are ours, and the usage is read on the way. */
@NullMarked
package io.sluice.router.wire.passthrough;

import org.jspecify.annotations.NullMarked;
