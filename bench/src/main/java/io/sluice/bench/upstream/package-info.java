/** A provider that answers at once and costs next to nothing. */
@NullMarked
package io.sluice.bench.upstream;

import org.jspecify.annotations.NullMarked;
