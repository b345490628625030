/** Files that callers upload and batches write, as the gateway asks the books for them. */
@NullMarked
package io.sluice.contracts.files;

import org.jspecify.annotations.NullMarked;
