/** The work of batches, as gateways take it from the books. */
@NullMarked
package io.sluice.contracts.batches;

import org.jspecify.annotations.NullMarked;
