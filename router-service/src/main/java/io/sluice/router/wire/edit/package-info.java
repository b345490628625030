/** Bytes that pass: bodies of which a few members change, and the rest is not touched. */
@NullMarked
package io.sluice.router.wire.edit;

import org.jspecify.annotations.NullMarked;
