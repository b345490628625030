/** The engine over HTTP, for the gateway of the suite: calls, cancels, the model table. Absent in the standalone. */
@NullMarked
package io.sluice.router.seam;

import org.jspecify.annotations.NullMarked;
