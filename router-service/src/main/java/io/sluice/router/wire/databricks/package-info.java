/** Databricks' Foundation Model APIs. */
@NullMarked
package io.sluice.router.wire.databricks;

import org.jspecify.annotations.NullMarked;
