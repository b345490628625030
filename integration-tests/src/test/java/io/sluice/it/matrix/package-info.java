/** {@code docs/conformance.md}: what the catalog says that providers offer, filled with what came of the recorded conversations. */
@NullMarked
package io.sluice.it.matrix;

import org.jspecify.annotations.NullMarked;
