/** Runs cases against a gateway and reports. */
@NullMarked
package io.sluice.conformance.replay;

import org.jspecify.annotations.NullMarked;
