/** The recorded cases: loading, importing, and the configuration that a gateway needs for them. */
@NullMarked
package io.sluice.conformance.cases;

import org.jspecify.annotations.NullMarked;
